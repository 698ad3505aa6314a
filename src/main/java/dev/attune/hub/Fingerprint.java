package dev.attune.hub;

import dev.attune.digest.FeatureVersion;
import dev.attune.digest.Sha256;
import java.util.Map;
import java.util.TreeMap;

/** One hash over all that decides a model's numbers. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * @param card of which those values count that are not merged into a spec, which shows them
   *     itself
   * @param files hash of each file that counts by its name: all weights, and those beside them
   */
  static String of(ModelCard card, Map<String, String> files) {
    return of(FeatureVersion.NOW, card, files);
  }

  static String of(int version, ModelCard card, Map<String, String> files) {
    StringBuilder all = new StringBuilder();
    all.append("%d\n%s\n%s\n".formatted(version, card.kind(), card.activation()));
    all.append("%s\n%s\n".formatted(card.captioner(), card.dgl()));
    new TreeMap<>(files).forEach((name, hash) -> all.append("%s %s\n".formatted(name, hash)));
    return Sha256.of(all.toString());
  }
}
