package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Judge;
import dev.attune.method.options.FrameJudging.Frames;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.task.Judges;
import dev.attune.vision.Preprocess;
import java.util.Arrays;

/**
 * A judge of pictures that scores videos. Letters: M videos, N texts, n frames, E embedding.
 *
 * @param seen the set as it sees it
 * @param frames which of them count
 * @param weight its share in the ensemble
 */
record FrameJudge(SeenSet seen, Frames frames, double weight) {
  private static final int BEST = 3;

  /** The judge of one text's videos; its rows are ids of its own tokeniser. */
  Judge ofTexts() {
    Encoder encoder = seen.encoder().encoder();
    if (frames == Frames.MEAN) {
      return Judges.ofTexts(encoder, seen.gallery().features(), weight);
    }
    Judge plain = Judges.ofTexts(encoder, seen.gallery().told(), weight);
    return new Judge(
        plain.encoder(), plain.candidates(), plain.scale(), weight, FrameJudge::bestOfVideos);
  }

  /**
   * The judge of one video's texts; its rows are frames, (1, t, 3, R, R).
   *
   * @param shown how they are preprocessed
   */
  Judge ofVideos(Preprocess shown) {
    VideoEncoder encoder = seen.encoder();
    float scale = encoder.similarity().scale();
    return frames == Frames.MEAN
        ? new Judge(
            rows ->
                Scopes.keep(
                    () -> VideoEncoder.mean(encoder.rows(rows.squeeze(0), shown).expandDims(0))),
            seen.texts(),
            scale,
            weight)
        : new Judge(
            rows -> encoder.rows(rows.squeeze(0), shown),
            seen.texts(),
            scale,
            weight,
            FrameJudge::bestOfTexts);
  }

  /** One text against videos: (1, E) and (M, n, E) -> (1, M). */
  private static NDArray bestOfVideos(NDArray text, NDArray told) {
    Shape s = told.getShape();
    float[] cosines =
        Scopes.call(
            () -> told.reshape(-1, s.get(2)).matMul(text.transpose()).flatten().toFloatArray());
    int n = (int) s.get(1);
    float[] best = new float[cosines.length / n];
    for (int m = 0; m < best.length; m++) {
      best[m] = best(Arrays.copyOfRange(cosines, m * n, (m + 1) * n));
    }
    return Nn.fromHost(text.getManager(), best, new Shape(1, best.length));
  }

  /** One video against texts: (n, E) and (N, E) -> (1, N). */
  private static NDArray bestOfTexts(NDArray rows, NDArray texts) {
    int n = (int) rows.getShape().get(0);
    float[] cosines = Scopes.call(() -> texts.matMul(rows.transpose()).toFloatArray());
    float[] best = new float[cosines.length / n];
    for (int t = 0; t < best.length; t++) {
      best[t] = best(Arrays.copyOfRange(cosines, t * n, (t + 1) * n));
    }
    return Nn.fromHost(rows.getManager(), best, new Shape(1, best.length));
  }

  /** The mean of the three largest; a cosine of exactly 0 is that of a frame which is not there. */
  static float best(float[] cosines) {
    float[] there = new float[cosines.length];
    int count = 0;
    for (float c : cosines) {
      if (c != 0) {
        there[count++] = c;
      }
    }
    Arrays.sort(there, 0, count);
    int taken = Math.min(BEST, count);
    double sum = 0;
    for (int i = count - taken; i < count; i++) {
      sum += there[i];
    }
    return (float) (sum / Math.max(1, taken));
  }
}
