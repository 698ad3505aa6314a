package dev.attune.train;

import dev.attune.encoder.clip.ClipConfig;

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

  Schedule schedule() {
    return new Schedule(steps, batch, learningRate, warmUp, weightDecay);
  }
}
