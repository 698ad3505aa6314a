package dev.attune.hub;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of one model.
 *
 * @param role what it is meant for: {@code policy}, {@code judge} or {@code other}
 * @param bytes of its weights, all files together
 * @param sha256 hash of its weights; of several files, over the hashes of all
 * @param fingerprint hash over all that decides its numbers: weights, configuration, preprocessing,
 *     tokeniser, what the card says of how to read them, and the version of what is computed here;
 *     whatever is kept goes by it
 * @param captioner the models that it stands between, where it is a captioner
 * @param dgl what is said of its prompts, where it is DGL
 * @param defaults per method type, the values that replace a preset's for this model (a rate, K, a
 *     gentler crop, the judge to use), with the field names of the API's {@code method} object
 * @param learned what run it was kept from, or null
 * @param problem why the model cannot be used (a corrupt file, say), or null
 */
public record ModelInfo(
    String name,
    ModelKind kind,
    String role,
    String description,
    String licence,
    String source,
    long bytes,
    String sha256,
    String fingerprint,
    @Nullable CaptionerParts captioner,
    @Nullable DglParts dgl,
    Map<String, Map<String, Object>> defaults,
    @Nullable Learned learned,
    @Nullable String problem) {

  /** The models that it cannot be used without, by name. */
  public List<String> parts() {
    if (captioner != null) {
      return List.of(captioner.clip(), captioner.languageModel(), captioner.scorer());
    }
    return dgl == null || dgl.clip() == null ? List.of() : List.of(dgl.clip());
  }

  ModelInfo withProblem(String found) {
    return new ModelInfo(
        name,
        kind,
        role,
        description,
        licence,
        source,
        bytes,
        sha256,
        fingerprint,
        captioner,
        dgl,
        defaults,
        learned,
        found);
  }
}
