package dev.attune.method.gradient;

/**
 * Learning across the samples of a run (ALGORITHMS 4, Momentum).
 *
 * @param tau how much of the average a sample leaves, in [0, 1)
 * @param updateFrequency samples after which the average becomes what the next ones start from
 * @param weight of the average in that start, the rest being the original; in (0, 1]
 */
public record MomentumSpec(double tau, int updateFrequency, double weight) {}
