package dev.attune.metric;

/**
 * A metric's value with its 95% bootstrap interval.
 *
 * @param low 2.5% quantile of the resampled values
 * @param high 97.5% quantile
 */
public record Estimate(double value, double low, double high) {}
