package dev.attune.dataset.icons;

import dev.attune.dataset.ImageDataset;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A built-in set: pictures drawn when they are asked for, every class as often as the next. */
final class IconDataset implements ImageDataset {

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
  public RgbImage picture(int index) {
    return drawing.draw(index, label(index));
  }

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
    byte[] details = new byte[labels.length];
    for (int i = 0; i < details.length; i++) {
      details[i] = (byte) labels[i];
    }
    return GeneratedSet.fingerprint(this, seed, details);
  }
}
