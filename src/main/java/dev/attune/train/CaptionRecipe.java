package dev.attune.train;

/**
 * How a mapping network is trained.
 *
 * @param learningRate the highest, after the warm-up; it falls to zero along a line
 * @param warmUp steps in which the rate rises
 * @param noise on the embeddings
 * @param seed of the order of the examples and of the noise
 */
public record CaptionRecipe(
    int epochs,
    int batch,
    double learningRate,
    int warmUp,
    double weightDecay,
    EmbeddingNoise noise,
    long seed) {

  public CaptionRecipe {
    if (epochs < 1 || batch < 1 || warmUp < 0) {
      throw new IllegalArgumentException(
          "epochs and batch must be positive, warmUp not negative: %d, %d, %d"
              .formatted(epochs, batch, warmUp));
    }
  }

  /** ClipCap as in the RLCF paper: image embeddings as they are. */
  public static CaptionRecipe clipCap(long seed) {
    return new CaptionRecipe(10, 40, 2e-5, 5000, 0, EmbeddingNoise.NONE, seed);
  }

  /** CapDec as in the RLCF paper: text embeddings with Gaussian noise. */
  public static CaptionRecipe capDec(long seed) {
    return new CaptionRecipe(10, 40, 2e-5, 5000, 0, EmbeddingNoise.CAPDEC, seed);
  }

  /**
   * The rate of a step. The reference program moves its schedule before the optimiser, so that even
   * the first step has a rate, and the last one has none.
   *
   * @param step counted from 0
   * @param steps of the whole training
   */
  public double rate(int step, int steps) {
    int next = step + 1;
    if (next < warmUp) {
      return learningRate * next / warmUp;
    }
    return learningRate * Math.max(0, steps - next) / Math.max(1, steps - warmUp);
  }
}
