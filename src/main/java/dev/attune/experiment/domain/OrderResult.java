package dev.attune.experiment.domain;

import dev.attune.metric.Estimate;
import java.util.Map;

/**
 * What one of several orders gave, over the samples that all orders measured.
 *
 * @param orderSeed of the order
 * @param metrics with adaptation
 * @param gains paired differences to the metrics without it
 */
public record OrderResult(
    long orderSeed, Map<String, Estimate> metrics, Map<String, Estimate> gains) {}
