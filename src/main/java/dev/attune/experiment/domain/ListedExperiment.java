package dev.attune.experiment.domain;

import dev.attune.experiment.domain.ExperimentView.Progress;
import dev.attune.metric.Estimate;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as lists show it: what can be known without reading its long texts.
 *
 * @param method name of the method, or of the trainer
 * @param isTraining whether it trains a model
 * @param metrics with adaptation, in the order they should be shown; empty until completed
 * @param baseline the same metrics without adaptation, on the same samples
 * @param gains paired differences {@code metrics - baseline}
 * @param secondsPerSample measured mean, null until measured
 */
public record ListedExperiment(
    String id,
    String name,
    ExperimentStatus status,
    String task,
    String dataset,
    String model,
    String method,
    boolean isTraining,
    Progress progress,
    Map<String, Estimate> metrics,
    Map<String, Estimate> baseline,
    Map<String, Estimate> gains,
    @Nullable Double secondsPerSample,
    Instant createdAt) {}
