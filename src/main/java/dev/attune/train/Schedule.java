package dev.attune.train;

/**
 * The steps of a training, and the rate of each.
 *
 * @param steps optimiser steps
 * @param batch examples a step
 * @param learningRate the highest, after the warm-up; it ends at zero along a cosine
 * @param warmUp steps in which the rate rises
 * @param weightDecay of matrices; vectors and scalars do not decay
 */
public record Schedule(int steps, int batch, double learningRate, int warmUp, double weightDecay) {

  /** The rate of a step, counted from 0. */
  public double rate(int step) {
    if (step < warmUp) {
      return learningRate * (step + 1) / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return learningRate * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
