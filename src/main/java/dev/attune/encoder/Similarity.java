package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Nn;
import java.util.function.UnaryOperator;

/** How cosines become logits: {@code scale * cosine + bias}. */
public interface Similarity {

  /** The inverse temperature, as it is now: it may be tuned. */
  float scale();

  /** What is added, as it is now; 0 where a family has none. */
  float bias();

  /**
   * Logits whose gradient reaches scale and bias too.
   *
   * @param cosines of any shape
   */
  NDArray logits(NDArray cosines);

  /** The same with scale and bias as they are now, and no gradient to them. */
  default UnaryOperator<NDArray> fixed() {
    float scale = scale();
    float bias = bias();
    return cosines -> {
      NDArray scaled = Nn.scale(cosines, scale);
      return bias == 0 ? scaled : scaled.add(bias);
    };
  }
}
