package dev.attune.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.digest.Sha256;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of what run a kept model is, as its card says it.
 *
 * @param model that adapted
 * @param fingerprint of that model
 * @param dataset that it learned on
 * @param datasetFingerprint of that data set as the run saw it
 * @param samples that it learned from, those that failed left out
 * @param method with its type and all its values
 * @param statistics of batch normalisation while it learned: {@code batch}, {@code mix} or {@code
 *     running}; null for a tower without
 * @param classes hash over the classes' names in their order; null where nothing goes by them
 * @param experiment id of the run; null where a command ran it
 * @param version of the application that ran it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Learned(
    String model,
    String fingerprint,
    String dataset,
    String datasetFingerprint,
    int samples,
    Map<String, Object> method,
    long seed,
    @Nullable String statistics,
    @Nullable String classes,
    @Nullable String experiment,
    String version) {

  /** The hash over classes. */
  public static String classes(List<String> names) {
    return Sha256.of(String.join("\n", names));
  }

  /** The same with what batch normalisation took, where there is any. */
  Learned under(@Nullable String known) {
    return new Learned(
        model,
        fingerprint,
        dataset,
        datasetFingerprint,
        samples,
        method,
        seed,
        known,
        classes,
        experiment,
        version);
  }

  /** What batch normalisation takes by the method's values: the batch's where they do not say. */
  String batchNorm() {
    return method.get("batchNorm") instanceof Map<?, ?> values
        ? String.valueOf(values.get("statistics"))
        : "batch";
  }

  /** The method's name. */
  public String type() {
    return String.valueOf(method.get("type"));
  }

  /** For people; the model's licence and the method's values stand beside it. */
  String description(boolean memory) {
    String what =
        memory
            ? "What %s remembered with %s, for the start of another run,".formatted(type(), model)
            : "%s as %s left it".formatted(model, type());
    String statistics =
        this.statistics == null
            ? ""
            : " Its batch normalisations took %s while it learned; in a run without adaptation they"
                    .formatted(
                        switch (this.statistics) {
                          case "batch" -> "each batch's statistics";
                          case "mix" -> "a mix of each batch's statistics and the running ones";
                          default -> "the running statistics";
                        })
                + " take the running ones.";
    return "%s, learned on %d samples of %s with seed %d.%s"
        .formatted(what, samples, dataset, seed, statistics);
  }
}
