package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.ShardScores;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.Methods;
import dev.attune.spec.RunSpecs;
import dev.attune.spec.SpecReader;
import dev.attune.task.RunSpec;
import dev.attune.task.SampleResult;
import dev.attune.worker.EngineInfo;
import dev.attune.worker.ShardId;
import dev.attune.worker.ShardJournal;
import dev.attune.worker.ShardResults;
import dev.attune.worker.ShardWork;
import dev.attune.worker.Tally;
import dev.attune.worker.WhileOut;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps shards and results in the database. Every change is made under the experiment's lock. */
@Component
@Retryable(
    predicate = WhileOut.class,
    maxRetries = Integer.MAX_VALUE,
    delay = 1000,
    multiplier = 1.5,
    maxDelay = 10_000)
class JpaShardJournal implements ShardJournal {
  /** A shard that took this many workers down with it is not given to another. */
  private static final int MAX_ATTEMPTS = 5;

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final SampleRepository samples;
  private final TrainingLosses losses;
  private final ProvenanceRecorder provenance;
  private final Completion completion;
  private final SpecReader specs;
  private final RunSpecs runs;
  private final Methods methods;
  private final StoredStates states;

  JpaShardJournal(
      ExperimentRepository experiments,
      ShardRepository shards,
      SampleRepository samples,
      TrainingLosses losses,
      ProvenanceRecorder provenance,
      Completion completion,
      SpecReader specs,
      RunSpecs runs,
      Methods methods,
      StoredStates states) {
    this.experiments = experiments;
    this.shards = shards;
    this.samples = samples;
    this.losses = losses;
    this.provenance = provenance;
    this.completion = completion;
    this.specs = specs;
    this.runs = runs;
    this.methods = methods;
    this.states = states;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<RunSpec> spec(ShardId id) {
    return experiments.findById(id.experimentId()).map(e -> runs.of(e.spec(specs)));
  }

  @Override
  @Transactional
  public boolean isFor(ShardId id) {
    ExperimentEntity experiment = experiments.findById(id.experimentId()).orElse(null);
    if (experiment == null || stops(experiment)) {
      return true; // there is nothing to do, which anyone can
    }
    String lacking = lacking(experiment).orElse(null);
    if (!Objects.equals(lacking, experiment.waitsFor)) {
      experiments.waitsFor(id.experimentId(), lacking);
    }
    return lacking == null;
  }

  /** What this worker would need to run an experiment, and does not have. */
  private Optional<String> lacking(ExperimentEntity experiment) {
    String method = experiment.method;
    ExperimentSpec spec = experiment.spec(specs);
    String model = provenance.otherModel(experiment.provenance, spec).orElse(null);
    if (model != null) {
      return Optional.of("a worker with the model that it began with, " + model);
    }
    boolean training = spec.isTraining();
    String here = methods.pluginOf(method).map(Methods.Plugin::sha256).orElse(null);
    if (training || (methods.find(method).isPresent() && Objects.equals(here, experiment.plugin))) {
      return Optional.empty();
    }
    return Optional.of(
        experiment.plugin == null
            ? "a worker that has the method %s".formatted(method)
            : "a worker whose plugins folder has the jar of the method %s with the SHA-256 %.12s"
                .formatted(method, experiment.plugin));
  }

  @Override
  @Transactional
  public Optional<ShardWork> begin(ShardId id, String worker, EngineInfo engine) {
    ExperimentEntity experiment = experiments.lock(id.experimentId()).orElse(null);
    ShardEntity shard = shards.findById(key(id)).orElse(null);
    if (experiment == null || shard == null || finished(shard)) {
      return Optional.empty();
    }
    if (stops(experiment)) {
      shard.status = ShardEntity.Status.CANCELLED;
      return Optional.empty();
    }
    if (++shard.attempts > MAX_ATTEMPTS) {
      fail(experiment, "Shard %d ended its worker %d times.".formatted(id.number(), MAX_ATTEMPTS));
      return Optional.empty();
    }
    ExperimentSpec spec = experiment.spec(specs);
    if (experiment.status == ExperimentStatus.QUEUED) {
      experiment.status = ExperimentStatus.RUNNING;
      experiment.startedAt = Instant.now();
    }
    experiment.provenance = provenance.record(experiment.provenance, spec, engine);
    shard.status = ShardEntity.Status.RUNNING;
    shard.worker = worker;
    Tally before = written(shard);
    tally(shard, before);
    return Optional.of(
        new ShardWork(
            id,
            worker,
            spec.task(),
            runs.of(spec),
            shard.order(experiment) * experiment.samples,
            shard.nextIndex,
            shard.lastIndex,
            shard.lastIndex % experiment.samples == 0,
            before));
  }

  /** How far its written samples go: a worker that died had come further, and that is lost. */
  private Tally written(ShardEntity shard) {
    int done = shard.nextIndex - shard.firstIndex;
    if (done == 0 || shard.done == 0) {
      return Tally.ZERO;
    }
    return new Tally(done, failures(shard), shard.millis * done / shard.done);
  }

  private int failures(ShardEntity shard) {
    return samples.countFailed(shard.key.experimentId(), shard.firstIndex, shard.nextIndex);
  }

  private static void tally(ShardEntity shard, Tally tally) {
    shard.done = tally.done();
    shard.failed = tally.failed();
    shard.millis = tally.millis();
  }

  @Override
  @Transactional(readOnly = true)
  public boolean stopped(ShardWork work) {
    return !shards.isWanted(key(work.id()), work.worker());
  }

  @Override
  @Transactional
  public void progress(ShardWork work, Tally tally) {
    shards.progress(key(work.id()), work.worker(), tally.done(), tally.failed(), tally.millis());
  }

  @Override
  @Transactional
  public boolean save(ShardWork work, ShardResults results, @Nullable Path state) {
    ExperimentEntity experiment = experiments.lock(work.id().experimentId()).orElse(null);
    ShardEntity shard = shards.findById(key(work.id())).orElse(null);
    if (experiment == null
        || shard == null
        || finished(shard)
        || !work.worker().equals(shard.worker)) {
      return true;
    }
    samples.deleteRange(experiment.id, work.from(), shard.lastIndex);
    List<SampleEntity> rows = rows(experiment.id, results);
    samples.saveAll(rows);
    shard.count(rows, work.from() == shard.firstIndex);
    if (work.trains()) {
      losses.replace(experiment.id, work.from(), results.trained());
    }
    if (state != null) {
      states.replace(experiment.id, shard.order(experiment), results.next(), state);
    }
    shard.scores =
        Json.write(
            ShardScores.read(work.from() == shard.firstIndex ? null : shard.scores)
                .merge(ShardScores.of(results.results())));
    shard.unadapted = (work.from() == shard.firstIndex ? 0 : shard.unadapted) + results.unadapted();
    shard.nextIndex = results.next();
    shard.attempts = 0;
    shard.worker = null;
    tally(shard, results.tally());
    if (results.next() == shard.lastIndex) {
      shard.status = ShardEntity.Status.DONE;
    } else {
      shard.status = stops(experiment) ? ShardEntity.Status.CANCELLED : ShardEntity.Status.QUEUED;
    }
    return finished(shard);
  }

  private static List<SampleEntity> rows(String experimentId, ShardResults results) {
    List<SampleEntity> rows = new ArrayList<>();
    for (SampleResult r : results.results()) {
      rows.add(new SampleEntity(experimentId, SampleViews.of(r)));
    }
    for (ShardResults.Failure f : results.failures()) {
      rows.add(new SampleEntity(experimentId, SampleViews.of(f)));
    }
    return rows;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ShardId> next(ShardId id) {
    ShardId next = new ShardId(id.experimentId(), id.number() + 1);
    return experiments
        .findById(id.experimentId())
        .filter(e -> !stops(e) && e.spec(specs).work().chained())
        .filter(e -> shards.findById(key(id)).filter(JpaShardJournal::finished).isPresent())
        .flatMap(
            e ->
                shards
                    .findById(key(next))
                    .filter(shard -> !finished(shard) && !shard.beginsAnOrder(e)))
        .map(shard -> next);
  }

  /** Waits for nothing: it is called on the compute lane, for which people wait. */
  @Override
  @Retryable(maxRetries = 0)
  @Transactional(readOnly = true)
  public boolean readState(ShardId id, Path file) {
    ExperimentEntity experiment = experiments.findById(id.experimentId()).orElse(null);
    ShardEntity shard = shards.findById(key(id)).orElse(null);
    return experiment != null
        && shard != null
        && states.read(experiment.id, shard.order(experiment), file);
  }

  @Override
  public void settle(ShardId id) {
    completion.settle(id.experimentId());
  }

  @Override
  @Transactional
  public void fail(ShardId id, String message) {
    experiments.lock(id.experimentId()).ifPresent(e -> fail(e, message));
  }

  private void fail(ExperimentEntity experiment, String message) {
    if (!experiment.status.finished()) {
      experiment.error = message;
      experiment.finish(ExperimentStatus.FAILED);
      shards.cancelUnfinished(experiment.id);
      states.forget(experiment.id);
    }
  }

  private static boolean stops(ExperimentEntity experiment) {
    return experiment.status == ExperimentStatus.CANCELLING || experiment.status.finished();
  }

  private static boolean finished(ShardEntity shard) {
    return shard.status == ShardEntity.Status.DONE || shard.status == ShardEntity.Status.CANCELLED;
  }

  private static ShardEntity.Key key(ShardId id) {
    return new ShardEntity.Key(id.experimentId(), id.number());
  }
}
