package dev.attune.task;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Judge;
import dev.attune.model.BicubicResize;
import dev.attune.model.Scopes;

/** Makes judges of CLIPs. */
public final class Judges {
  private Judges() {}

  /**
   * Judges texts for pictures. The rows are (S, 3, R, R), preprocessed for the policy; they are
   * resized when this model's R differs.
   *
   * @param texts (N, E), normalised
   */
  public static Judge ofPictures(Clip clip, NDArray texts, double weight) {
    return new Judge(rows -> imageFeatures(clip, rows), texts, clip.logitScale(), weight);
  }

  /**
   * Judges pictures for texts. The rows are (S, L), ids of this model's tokeniser.
   *
   * @param pictures (N, E), normalised
   */
  public static Judge ofTexts(Clip clip, NDArray pictures, double weight) {
    return new Judge(rows -> textFeatures(clip, rows), pictures, clip.logitScale(), weight);
  }

  /** Features of pictures that were preprocessed for the policy: (S, E), normalised. */
  public static NDArray imageFeatures(Clip clip, NDArray images) {
    return Scopes.keep(
        () -> {
          int resolution = clip.config().resolution();
          boolean fits = images.getShape().get(2) == resolution;
          return clip.imageFeatures(fits ? images : BicubicResize.apply(images, resolution));
        });
  }

  private static NDArray textFeatures(Clip clip, NDArray tokens) {
    int length = (int) tokens.getShape().get(1);
    long[] flat = tokens.toLongArray();
    long[][] rows = new long[flat.length / length][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * length, rows[i], 0, length);
    }
    return clip.textFeatures(tokens.getManager(), rows);
  }
}
