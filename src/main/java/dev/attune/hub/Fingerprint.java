package dev.attune.hub;

import dev.attune.digest.Sha256;
import dev.attune.weights.FileSource;
import java.util.List;

/** One hash over every file that decides a model's numbers. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * @param weights hash of the weights file
   * @param deciding names of the files beside it that count
   */
  static String of(String weights, List<String> deciding, FileSource files) {
    StringBuilder all = new StringBuilder(weights);
    for (String name : deciding.stream().sorted().toList()) {
      byte[] content = files.find(name).orElse(new byte[0]);
      all.append('\n').append(name).append(' ').append(Sha256.of(content));
    }
    return Sha256.of(all.toString());
  }
}
