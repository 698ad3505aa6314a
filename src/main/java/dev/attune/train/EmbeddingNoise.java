package dev.attune.train;

import java.util.random.RandomGenerator;

/**
 * The noise with which CapDec bridges the gap between texts and pictures (Nukrai et al. 2022, arXiv
 * 2211.00575; ALGORITHMS 4, Captioning): a caption's embedding is moved a little, so that the
 * mapping network also understands the pictures around it. Letters: B embeddings, E their size.
 *
 * @param variance of the noise, 0 for none
 * @param uniform whether offsets are uniform in a ball of radius {@code sqrt(variance)}; else they
 *     are Gaussian
 */
public record EmbeddingNoise(double variance, boolean uniform) {
  public static final EmbeddingNoise NONE = new EmbeddingNoise(0, false);

  /** CapDec's: Gaussian, variance 0.016. */
  public static final EmbeddingNoise CAPDEC = new EmbeddingNoise(0.016, false);

  public EmbeddingNoise {
    if (!(variance >= 0) || Double.isInfinite(variance)) {
      throw new IllegalArgumentException("a variance is at least 0, not " + variance);
    }
  }

  /**
   * Moves embeddings and normalises them again.
   *
   * @param embeddings (B, E), normalised
   */
  float[] apply(float[] embeddings, int size, RandomGenerator random) {
    if (variance == 0) {
      return embeddings;
    }
    float[] directions = new float[embeddings.length];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = (float) random.nextGaussian();
    }
    if (!uniform) {
      return move(embeddings, directions, size);
    }
    float[] radii = new float[embeddings.length / size];
    for (int b = 0; b < radii.length; b++) {
      radii[b] = random.nextFloat();
    }
    return move(embeddings, inBall(directions, radii, size), size);
  }

  /**
   * Points of the unit ball.
   *
   * @param directions (B, E), Gaussian
   * @param radii (B), uniform in [0, 1)
   * @return (B, E), uniform in the ball
   */
  static float[] inBall(float[] directions, float[] radii, int size) {
    float[] points = normalised(directions, size);
    for (int i = 0; i < points.length; i++) {
      points[i] *= (float) Math.pow(radii[i / size], 1.0 / size);
    }
    return points;
  }

  /** {@code normalise(x + sqrt(variance) * offset)} of every row. */
  float[] move(float[] embeddings, float[] offsets, int size) {
    double deviation = Math.sqrt(variance);
    float[] moved = new float[embeddings.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (embeddings[i] + deviation * offsets[i]);
    }
    return normalised(moved, size);
  }

  /** Rows of length one. */
  static float[] normalised(float[] rows, int size) {
    float[] result = new float[rows.length];
    for (int from = 0; from < rows.length; from += size) {
      double square = 0;
      for (int i = from; i < from + size; i++) {
        square += (double) rows[i] * rows[i];
      }
      for (int i = from; i < from + size; i++) {
        result[i] = (float) (rows[i] / Math.sqrt(square));
      }
    }
    return result;
  }
}
