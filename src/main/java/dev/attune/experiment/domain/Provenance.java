package dev.attune.experiment.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What a run's numbers were computed with.
 *
 * @param version of the application
 * @param commit of the application's source, {@code unknown} when built outside a repository
 * @param models SHA-256 of the weights by model name, judges included
 * @param fingerprints hash over all that decides a model's numbers, by its name; none in what was
 *     recorded before there were any
 * @param datasetFingerprint see {@link dev.attune.dataset.ImageDataset#fingerprint()}
 * @param engine name and version of the computing engine
 * @param devices that the run's shards ran on
 * @param threads the engine's threads on the first of them
 * @param seed of all randomness
 * @param metricNotes how metrics were computed, by their names, where that depends on what a worker
 *     has installed; several notes where workers differed
 * @param plugins SHA-256 of the jar that the method comes from, by the jar's name; none for a
 *     built-in method
 * @param prompts SHA-256 of the files of prompts that were read, by their names
 */
public record Provenance(
    String version,
    String commit,
    Map<String, String> models,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> fingerprints,
    String datasetFingerprint,
    String engine,
    List<String> devices,
    int threads,
    long seed,
    Map<String, List<String>> metricNotes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> plugins,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> prompts) {

  public Provenance {
    models = Map.copyOf(models);
    fingerprints = fingerprints == null ? Map.of() : Map.copyOf(fingerprints);
    devices = List.copyOf(devices);
    // absent from what was recorded before there were notes
    metricNotes = metricNotes == null ? Map.of() : Map.copyOf(metricNotes);
    plugins = plugins == null ? Map.of() : Map.copyOf(plugins);
    prompts = prompts == null ? Map.of() : Map.copyOf(prompts);
  }

  /** Whether models of those names would give the same numbers, as far as it was recorded. */
  public boolean sameModels(Provenance other) {
    return models.equals(other.models)
        && (fingerprints.isEmpty()
            || other.fingerprints.isEmpty()
            || fingerprints.equals(other.fingerprints));
  }
}
