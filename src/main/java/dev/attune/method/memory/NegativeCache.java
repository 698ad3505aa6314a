package dev.attune.method.memory;

import dev.attune.method.options.Checked;
import dev.attune.method.options.Named;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Fused;
import io.swagger.v3.oas.annotations.media.Schema;

/** Samples that the model is unsure of, and which speak against the classes they may be of. */
public record NegativeCache(
    @Schema(title = "Negative cache: size", description = "samples of each class")
        @Named(field = "negativeCapacity")
        @Whole(min = 1)
        int shotCapacity,
    @Schema(title = "Negative cache: weight (alpha)", description = "in the logits")
        @Named(field = "negativeAlpha")
        @Rate
        double alpha,
    @Schema(
            title = "Negative cache: sharpness (beta)",
            description = "how fast a sample's say falls with its distance")
        @Named(field = "negativeBeta")
        @Rate
        double beta,
    @Schema(
            title = "Negative cache: entropy above",
            description = "relative entropy above which a sample is taken")
        @Rate
        double entropyLower,
    @Schema(
            title = "Negative cache: entropy below",
            description = "relative entropy below which a sample is taken; uniform is 0.693")
        @Rate
        double entropyUpper,
    @Schema(
            title = "Negative cache: probability above",
            description = "probability above which a sample speaks against a class")
        @Rate
        double maskLower,
    @Schema(
            title = "Negative cache: probability below",
            description = "probability below which a sample speaks against a class")
        @Rate
        double maskUpper)
    implements Checked {

  /** The authors', for every data set. */
  public NegativeCache() {
    this(2, 0.117, 1, 0.2, 0.5, 0.03, 1);
  }

  @Override
  public void check(Rules rules) {
    rules.require(entropyLower < entropyUpper, "entropyUpper", "must be above entropyLower");
    rules.require(maskLower < maskUpper, "maskUpper", "must be above maskLower");
  }

  /** Whether a sample is unsure enough, and not too much. */
  boolean takes(Fused query) {
    double entropy = query.relativeEntropy();
    return entropy > entropyLower && entropy < entropyUpper;
  }

  /** Takes what they say off a query's logits. */
  void subtract(ClassCache cache, float[] query, double[] logits) {
    cache.forEach(
        (label, item) -> {
          double say = alpha * ClassCache.affinity(query, item, beta);
          for (int c = 0; c < logits.length; c++) {
            float p = item.probabilities()[c];
            logits[c] -= p > maskLower && p < maskUpper ? say : 0;
          }
        });
  }
}
