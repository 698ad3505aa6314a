package dev.attune.dataset.icons;

import dev.attune.dataset.ImageDataset;
import dev.attune.vision.RgbImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A built-in set: pictures drawn when they are asked for, every class as often as the next. */
final class IconDataset implements ImageDataset {

  /** Raised whenever any picture of any built-in set changes. */
  static final int GENERATOR_VERSION = 2;

  private static final int HASHED_SAMPLES = 8;

  /** Draws sample {@code index} of a set, which shows the given concept. */
  @FunctionalInterface
  interface Drawing {
    RgbImage draw(int index, int concept);
  }

  private final String name;
  private final long seed;
  private final int[] labels;
  private final Drawing drawing;
  private volatile @Nullable String fingerprint;

  /**
   * @param labels the concept of each sample
   */
  IconDataset(String name, long seed, int[] labels, Drawing drawing) {
    this.name = name;
    this.seed = seed;
    this.labels = labels;
    this.drawing = drawing;
  }

  /** Labels for {@code size} samples: every class in turn, then shuffled. */
  static int[] balanced(String name, long seed, int size) {
    int classes = Concepts.get().size();
    int[] labels = new PictureRandom("labels-" + name, seed, 0).permutation(size);
    for (int i = 0; i < size; i++) {
      labels[i] %= classes;
    }
    return labels;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classNames() {
    return Concepts.get().names();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public String id(int index) {
    return "%s-%05d".formatted(name, Objects.checkIndex(index, labels.length));
  }

  @Override
  public int label(int index) {
    return labels[Objects.checkIndex(index, labels.length)];
  }

  @Override
  public Sample load(int index) {
    int label = label(index);
    return new Sample(id(index), drawing.draw(index, label), label);
  }

  /**
   * SHA-256 over the name, the generator's version, the seed, the concept table, the labels, and
   * the pixels of the first samples, so that another renderer would show.
   */
  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = hash();
      fingerprint = known;
    }
    return known;
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String head =
          "%s\n%d\n%d\n%s\n".formatted(name, GENERATOR_VERSION, seed, Concepts.get().source());
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      for (int label : labels) {
        digest.update((byte) label);
      }
      for (int i = 0; i < Math.min(HASHED_SAMPLES, size()); i++) {
        digest.update(load(i).image().data());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
