package dev.attune.experiment;

import dev.attune.experiment.ExperimentView.Progress;
import dev.attune.experiment.ShardRepository.Sums;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what callers see from the rows. Call within a transaction. */
@Component
class ExperimentViews {
  private final ShardRepository shards;
  private final TrainingLosses losses;

  ExperimentViews(ShardRepository shards, TrainingLosses losses) {
    this.shards = shards;
    this.losses = losses;
  }

  ExperimentView view(ExperimentEntity experiment) {
    return views(List.of(experiment)).get(0);
  }

  /** An experiment with the losses of its training, if it is one. */
  ExperimentView detailed(ExperimentEntity e) {
    ExperimentSpec.Training training = e.spec().training();
    LossCurve curve = training == null ? null : losses.curve(e.id, training.batch());
    return views(List.of(e), curve).get(0);
  }

  List<ExperimentView> views(List<ExperimentEntity> experiments) {
    return views(experiments, null);
  }

  private List<ExperimentView> views(
      List<ExperimentEntity> experiments, @Nullable LossCurve curve) {
    if (experiments.isEmpty()) {
      return List.of();
    }
    Map<String, Sums> sums =
        shards.sums(experiments.stream().map(e -> e.id).toList()).stream()
            .collect(Collectors.toMap(Sums::experimentId, Function.identity()));
    return experiments.stream()
        .map(e -> view(e, sums.getOrDefault(e.id, new Sums(e.id, 0, 0, 0, 0, 0)), curve))
        .toList();
  }

  private static ExperimentView view(ExperimentEntity e, Sums sums, @Nullable LossCurve curve) {
    Double seconds = sums.done() == 0 ? null : sums.millis() / sums.done() / 1000;
    return new ExperimentView(
        e.id,
        e.name,
        e.status,
        e.spec(),
        new Progress(
            (int) sums.done(),
            e.samples,
            (int) sums.failed(),
            eta(e, sums, pace(e, curve, seconds))),
        MetricRow.estimates(e.metrics, MetricRow::after),
        MetricRow.estimates(e.metrics, MetricRow::before),
        MetricRow.estimates(e.metrics, MetricRow::gain),
        curve,
        e.provenance == null ? null : Json.read(e.provenance, Provenance.class),
        seconds,
        e.createdAt,
        e.startedAt,
        e.finishedAt,
        e.error);
  }

  /**
   * Seconds a sample to come: a training's steps are no measure of its embeddings, nor they of it.
   */
  private static @Nullable Double pace(
      ExperimentEntity e, @Nullable LossCurve curve, @Nullable Double seconds) {
    ExperimentSpec.Training training = e.spec().training();
    if (curve == null || curve.examplesPerSecond() == null || training == null) {
      return seconds;
    }
    return training.batch() / curve.examplesPerSecond();
  }

  private static @Nullable Long eta(ExperimentEntity e, Sums sums, @Nullable Double seconds) {
    if (e.status != ExperimentStatus.RUNNING || seconds == null || sums.running() == 0) {
      return null;
    }
    return Math.round((e.samples - sums.done()) * seconds / sums.running());
  }
}
