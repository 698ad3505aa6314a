package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.gradient.Reading;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.options.Checked;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.model.Nn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.stream.IntStream;

/**
 * All views answer, each by its likeness to the views that are nearest to it (Sheng et al. 2025,
 * R-TPT, section 3.3).
 */
public record Reliability(
    @Schema(title = "Neighbours", description = "nearest views by which a view is trusted")
        @Whole(min = 1, max = 1023)
        int neighbours,
    @Schema(
            title = "Temperature",
            description = "of the softmax over the views' likenesses, above 0")
        @Rate
        double temperature)
    implements Reading, Checked {

  /** The paper's. */
  public static final Reliability PAPERS = new Reliability(20, 0.01);

  @Override
  public void check(Rules rules) {
    rules.require(temperature > 0, "temperature", "must be above 0");
  }

  @Override
  public Reader of(NDArray features) {
    float[] weights = weights(SeenViews.rows(features));
    return (tuned, prepared, plain) -> {
      NDArray logits = tuned.answer(prepared).logits();
      Shape row = new Shape(1, weights.length);
      return Nn.fromHost(logits.getManager(), weights, row).matMul(logits).toFloatArray();
    };
  }

  /**
   * What each view counts.
   *
   * @param features (V, E), normalised
   * @return (V), sums to 1
   */
  float[] weights(float[][] features) {
    float[] scores = new float[features.length];
    for (int v = 0; v < scores.length; v++) {
      scores[v] = (float) (score(features, v) / temperature);
    }
    return Softmax.of(scores, 0, scores.length);
  }

  /** The mean of a view's largest cosines to other views. */
  double score(float[][] features, int view) {
    return -IntStream.range(0, features.length)
        .filter(v -> v != view)
        .mapToDouble(v -> -Host.dot(features[view], features[v]))
        .sorted()
        .limit(neighbours)
        .average()
        .orElseThrow();
  }
}
