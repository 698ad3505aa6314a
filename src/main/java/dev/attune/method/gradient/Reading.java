package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Tuned;

/** How the answer of a tuned encoder comes of a picture's views. */
@FunctionalInterface
public interface Reading {

  /** The plain picture alone answers. */
  Reading PLAIN =
      features -> (tuned, prepared, plain) -> tuned.answer(plain).logits().toFloatArray();

  /**
   * The reader of one picture.
   *
   * @param features (B, E), normalised, of the un-adapted encoder; of the plain picture alone where
   *     views depend on one another while tuning
   */
  Reader of(NDArray features);

  /** Reads the answer off an encoder as it is tuned now. */
  @FunctionalInterface
  interface Reader {

    /**
     * Logits of the N candidates.
     *
     * @param prepared B rows that stand for the views
     * @param plain the first of them
     */
    float[] read(Tuned tuned, NDArray prepared, NDArray plain);
  }
}
