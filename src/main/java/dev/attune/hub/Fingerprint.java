package dev.attune.hub;

import dev.attune.digest.Sha256;
import dev.attune.weights.FileSource;
import java.util.List;

/** One hash over all that decides a model's numbers. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * @param weights hash of the weights
   * @param card what it says of how they are read, and of the models that belong to them
   * @param deciding names of the files beside them that count
   */
  static String of(String weights, ModelCard card, List<String> deciding, FileSource files) {
    StringBuilder all = new StringBuilder(weights);
    all.append('\n').append(card.activation()).append(' ').append(card.captioner());
    for (String name : deciding.stream().sorted().toList()) {
      byte[] content = files.find(name).orElse(new byte[0]);
      all.append('\n').append(name).append(' ').append(Sha256.of(content));
    }
    return Sha256.of(all.toString());
  }
}
