package dev.attune.hub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of one model.
 *
 * @param role what it is meant for: {@code policy}, {@code judge} or {@code other}
 * @param bytes size of its weights, all shards together
 * @param sha256 hash of its weights file; of several, hash over the names and hashes of all
 * @param fingerprint hash over all that decides its numbers: weights, configuration, tokeniser, the
 *     card's values, and the version of what is computed here; the key of whatever is kept
 * @param captioner the models that it stands between, where it is a captioner
 * @param defaults per method type, the values that replace a preset's for this model (a rate, K, a
 *     gentler crop, the judge to use), with the field names of the API's {@code method} object
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
    Map<String, Map<String, Object>> defaults,
    @Nullable String problem) {

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
        defaults,
        found);
  }
}
