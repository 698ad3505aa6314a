package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ExperimentView.Progress;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.experiment.domain.LossCurve;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.Provenance;
import dev.attune.experiment.domain.Spread;
import dev.attune.experiment.store.ShardRepository.Sums;
import dev.attune.spec.Origins;
import dev.attune.spec.SpecReader;
import dev.attune.task.training.Trainers;
import dev.attune.worker.WorkerView;
import dev.attune.worker.Workers;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Makes what callers see from the rows. Call within a transaction. */
@Component
class ExperimentViews {
  private final ShardRepository shards;
  private final TrainingLosses losses;
  private final Workers workers;
  private final SpecReader specs;
  private final Trainers trainers;

  ExperimentViews(
      ShardRepository shards,
      TrainingLosses losses,
      Workers workers,
      SpecReader specs,
      Trainers trainers) {
    this.shards = shards;
    this.workers = workers;
    this.losses = losses;
    this.specs = specs;
    this.trainers = trainers;
  }

  ExperimentView view(ExperimentEntity experiment) {
    return views(List.of(experiment)).get(0);
  }

  /** An experiment with the losses of its training, if it is one. */
  ExperimentView detailed(ExperimentEntity e) {
    Integer batch = batch(e);
    LossCurve curve = batch == null ? null : losses.curve(e.id, batch);
    return views(List.of(e), curve, silent(e)).get(0);
  }

  /** What there is to say of shards whose worker has not been heard of lately. */
  private List<String> silent(ExperimentEntity e) {
    if (e.status.finished()) {
      return List.of();
    }
    Map<String, WorkerView> known =
        workers.list().stream().collect(Collectors.toMap(WorkerView::id, Function.identity()));
    List<String> silent = new ArrayList<>();
    for (ShardRepository.Held held : shards.held(e.id)) {
      WorkerView worker = known.get(held.worker());
      if (worker == null || !worker.alive()) {
        silent.add(
            ("The worker %s, which has shard %d, %s. When it stays silent, another one goes on with"
                    + " the shard, before all that was queued later.")
                .formatted(
                    held.worker(),
                    held.number(),
                    worker == null
                        ? "is gone"
                        : "was last heard of at "
                            + worker.heartbeatAt().truncatedTo(ChronoUnit.SECONDS)));
      }
    }
    return silent;
  }

  /** Examples a step of a training; null for an adaptation. */
  private @Nullable Integer batch(ExperimentEntity e) {
    ObjectNode training = e.spec(specs).training();
    return training == null ? null : training.path("batch").asInt(1);
  }

  List<ExperimentView> views(List<ExperimentEntity> experiments) {
    return views(experiments, null, List.of());
  }

  /** As lists show them; none of their long texts is read. */
  List<ListedExperiment> listed(List<ListedEntity> experiments) {
    Map<String, Sums> sums = sums(experiments);
    return experiments.stream().map(e -> listed(e, sums.getOrDefault(e.id, none(e)))).toList();
  }

  private ListedExperiment listed(ListedEntity e, Sums sums) {
    Double seconds = seconds(sums);
    return new ListedExperiment(
        e.id,
        e.name,
        e.status,
        e.task,
        e.dataset,
        e.model,
        e.method,
        trainers.find(e.method).isPresent(),
        progress(e, sums, seconds),
        MetricRow.estimates(e.metrics, MetricRow::after),
        MetricRow.estimates(e.metrics, MetricRow::before),
        MetricRow.estimates(e.metrics, MetricRow::gain),
        seconds,
        e.createdAt);
  }

  private Map<String, Sums> sums(List<? extends ExperimentColumns> experiments) {
    return experiments.isEmpty()
        ? Map.of()
        : shards.sums(experiments.stream().map(e -> e.id).toList()).stream()
            .collect(Collectors.toMap(Sums::experimentId, Function.identity()));
  }

  private static Sums none(ExperimentColumns e) {
    return new Sums(e.id, 0, 0, 0, 0, 0, 0);
  }

  private static @Nullable Double seconds(Sums sums) {
    return sums.done() == 0 ? null : sums.millis() / sums.done() / 1000;
  }

  private static Progress progress(ExperimentColumns e, Sums sums, @Nullable Double pace) {
    return new Progress(
        (int) sums.done(), e.samples * e.orders, (int) sums.failed(), eta(e, sums, pace));
  }

  private List<ExperimentView> views(
      List<ExperimentEntity> experiments, @Nullable LossCurve curve, List<String> silent) {
    Map<String, Sums> sums = sums(experiments);
    return experiments.stream()
        .map(e -> view(e, sums.getOrDefault(e.id, none(e)), curve, silent))
        .toList();
  }

  private ExperimentView view(
      ExperimentEntity e, Sums sums, @Nullable LossCurve curve, List<String> silent) {
    Double seconds = seconds(sums);
    Origins origins = origins(e);
    List<OrderResult> orders =
        e.orderResults == null
            ? List.of()
            : List.of(Json.read(e.orderResults, OrderResult[].class));
    return new ExperimentView(
        e.id,
        e.name,
        e.status,
        e.spec(specs),
        origins.values(),
        notes(origins.notes(), sums.unadapted()),
        e.status.finished() ? null : e.waitsFor,
        silent,
        progress(e, sums, pace(e, curve, seconds)),
        MetricRow.estimates(e.metrics, MetricRow::after),
        MetricRow.estimates(e.metrics, MetricRow::before),
        MetricRow.estimates(e.metrics, MetricRow::gain),
        orders,
        Spread.of(orders),
        curve,
        e.provenance == null ? null : Json.read(e.provenance, Provenance.class),
        seconds,
        e.createdAt,
        e.startedAt,
        e.finishedAt,
        e.error);
  }

  /** Where a run's values come from, and what there is to say of the values alone. */
  Origins origins(ExperimentEntity e) {
    Origins kept = e.origins == null ? Origins.UNKNOWN : Json.read(e.origins, Origins.class);
    List<String> notes =
        Stream.concat(kept.notes().stream(), e.stored(specs).notes().stream()).distinct().toList();
    return new Origins(kept.values(), notes);
  }

  private static List<String> notes(List<String> given, long unadapted) {
    List<String> all = new ArrayList<>(given);
    if (unadapted > 0) {
      all.add(
          "%d %s too few for a batch and %s the model's own answer."
              .formatted(
                  unadapted,
                  unadapted == 1 ? "sample was" : "samples were",
                  unadapted == 1 ? "keeps" : "keep"));
    }
    return all;
  }

  /**
   * Seconds a sample to come: a training's steps are no measure of its embeddings, nor they of it.
   */
  private @Nullable Double pace(
      ExperimentEntity e, @Nullable LossCurve curve, @Nullable Double seconds) {
    Integer batch = batch(e);
    if (curve == null || curve.examplesPerSecond() == null || batch == null) {
      return seconds;
    }
    return batch / curve.examplesPerSecond();
  }

  private static @Nullable Long eta(ExperimentColumns e, Sums sums, @Nullable Double seconds) {
    if (e.status != ExperimentStatus.RUNNING || seconds == null || sums.running() == 0) {
      return null;
    }
    return Math.round((e.samples * (long) e.orders - sums.done()) * seconds / sums.running());
  }
}
