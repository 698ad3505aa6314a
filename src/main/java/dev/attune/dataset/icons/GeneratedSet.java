package dev.attune.dataset.icons;

import dev.attune.dataset.PictureDataset;
import dev.attune.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What all built-in sets have in common. */
final class GeneratedSet {

  /** Raised whenever any picture of any built-in set changes. */
  static final int GENERATOR_VERSION = 2;

  private static final int HASHED_SAMPLES = 8;

  private GeneratedSet() {}

  /**
   * SHA-256 over the name, the generator's version, the seed, the concept table, what is known of
   * the samples without drawing them, and the pixels of the first, so that another renderer would
   * show.
   */
  static String fingerprint(PictureDataset set, long seed, byte[] details) {
    MessageDigest digest = Sha256.digest();
    String head =
        "%s\n%d\n%d\n%s\n".formatted(set.name(), GENERATOR_VERSION, seed, Concepts.get().source());
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    digest.update(details);
    for (int i = 0; i < Math.min(HASHED_SAMPLES, set.size()); i++) {
      digest.update(set.picture(i).data());
    }
    return Sha256.hex(digest);
  }

  /** The same of a set whose captions are what is known. */
  static String fingerprint(PictureDataset set, long seed, IntFunction<List<String>> captions) {
    String all =
        IntStream.range(0, set.size())
            .mapToObj(i -> String.join("\n", captions.apply(i)))
            .collect(Collectors.joining("\n"));
    return fingerprint(set, seed, all.getBytes(StandardCharsets.UTF_8));
  }
}
