package dev.attune.train;

/**
 * DGL's rates (ALGORITHMS 5): up a straight line from next to nothing, then down along a cosine.
 *
 * @param steps of the whole training
 * @param warmUp share of the steps in which the rate rises
 * @param learningRate the highest
 */
public record DglSchedule(int steps, double warmUp, double learningRate) {
  private static final double START = 1e-8;

  /** The rate of a step, counted from 0. */
  public double rate(int step) {
    int rising = (int) (warmUp * steps);
    if (step < rising) {
      return START + (learningRate - START) * step / rising;
    }
    double done = (double) (step - rising) / (steps - rising);
    return learningRate * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
