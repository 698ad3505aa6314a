package dev.attune.train;

import dev.attune.model.clip.ClipConfig;

/**
 * How a CLIP is trained.
 *
 * @param steps optimiser steps, with a batch of fresh pictures each
 * @param learningRate the highest, after the warm-up; it ends at zero along a cosine
 * @param warmUp steps in which the rate rises
 * @param weightDecay of matrices; vectors and scalars do not decay
 * @param seed of the initial weights
 */
public record ClipRecipe(
    ClipConfig config,
    int steps,
    int batch,
    double learningRate,
    int warmUp,
    double weightDecay,
    long seed) {

  /** The rate of a step, counted from 0. */
  public double rate(int step) {
    if (step < warmUp) {
      return learningRate * (step + 1) / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return learningRate * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
