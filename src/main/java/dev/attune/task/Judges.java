package dev.attune.task;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.method.Judge;
import dev.attune.vision.Preprocess;

/** Makes judges of encoders. */
public final class Judges {
  private Judges() {}

  /**
   * Judges texts for pictures. The rows are (S, 3, R, R), preprocessed for the policy; what this
   * model wants otherwise is done to them.
   *
   * @param shown how the rows are preprocessed
   * @param texts (N, E), normalised
   */
  public static Judge ofPictures(Encoder encoder, Preprocess shown, NDArray texts, double weight) {
    return new Judge(
        rows -> encoder.imageFeatures(rows, shown), texts, encoder.similarity().scale(), weight);
  }

  /**
   * Judges pictures for texts. The rows are (S, L), ids of this model's tokeniser.
   *
   * @param pictures (N, E), normalised
   */
  public static Judge ofTexts(Encoder encoder, NDArray pictures, double weight) {
    return new Judge(
        rows -> textFeatures(encoder, rows), pictures, encoder.similarity().scale(), weight);
  }

  private static NDArray textFeatures(Encoder encoder, NDArray tokens) {
    int length = (int) tokens.getShape().get(1);
    long[] flat = tokens.toLongArray();
    long[][] rows = new long[flat.length / length][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * length, rows[i], 0, length);
    }
    return encoder.textFeatures(tokens.getManager(), rows);
  }
}
