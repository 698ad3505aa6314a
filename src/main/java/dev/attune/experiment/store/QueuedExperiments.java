package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentConflictException;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.experiment.domain.LossCurve;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.ReusedKeyException;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.Slice;
import dev.attune.leaderboard.BoardRows;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Methods;
import dev.attune.spec.RequestHashes;
import dev.attune.spec.RunSpecs;
import dev.attune.spec.SpecReader;
import dev.attune.spec.SpecResolver;
import dev.attune.spec.TrainingResolver;
import dev.attune.spec.Work;
import dev.attune.task.RunSpec;
import dev.attune.worker.ShardQueue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps experiments in the database and their shards in the queue. */
@Service
class QueuedExperiments implements ExperimentService {
  private static final int MAX_KEY = 200;

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final ExperimentFinder finder;
  private final SampleBrowser samples;
  private final ExperimentViews views;
  private final SpecResolver resolver;
  private final TrainingResolver trainings;
  private final SpecReader specs;
  private final RunSpecs runs;
  private final Methods methods;
  private final StoredStates states;
  private final BoardRows boards;
  private final TrainingLosses losses;
  private final ShardPlanner planner;
  private final ShardQueue queue;
  private final QueueRoom room;
  private final TransactionOperations transaction;
  private final ExperimentIds ids = new ExperimentIds();

  QueuedExperiments(
      ExperimentRepository experiments,
      ShardRepository shards,
      ExperimentFinder finder,
      SampleBrowser samples,
      ExperimentViews views,
      SpecResolver resolver,
      TrainingResolver trainings,
      SpecReader specs,
      RunSpecs runs,
      Methods methods,
      StoredStates states,
      BoardRows boards,
      TrainingLosses losses,
      ShardPlanner planner,
      ShardQueue queue,
      QueueRoom room,
      TransactionOperations transaction) {
    this.experiments = experiments;
    this.shards = shards;
    this.finder = finder;
    this.samples = samples;
    this.views = views;
    this.resolver = resolver;
    this.trainings = trainings;
    this.specs = specs;
    this.runs = runs;
    this.methods = methods;
    this.states = states;
    this.boards = boards;
    this.losses = losses;
    this.planner = planner;
    this.queue = queue;
    this.room = room;
    this.transaction = transaction;
  }

  @Override
  public Submission submit(ExperimentRequest request, @Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw new InvalidRequestException(
          List.of(
              new FieldProblem(
                  "Idempotency-Key", "must have 1 to %d characters".formatted(MAX_KEY))));
    }
    List<String> hashes = RequestHashes.of(request);
    Optional<Submission> earlier = earlier(key, hashes);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    SpecResolver.Resolved resolved = resolver.resolve(request);
    ExperimentSpec spec = resolved.spec();
    String name = request.name() == null ? defaultName(spec) : request.name().strip();
    try {
      return new Submission(enqueue(name, resolved, key, hashes.get(0)), true);
    } catch (DataIntegrityViolationException e) {
      // The same key came twice at once, and the other one was first.
      return earlier(key, hashes).orElseThrow(() -> e);
    }
  }

  private Optional<Submission> earlier(@Nullable String key, List<String> hashes) {
    if (key == null) {
      return Optional.empty();
    }
    return transaction.execute(
        status -> experiments.findByIdempotencyKey(key).map(e -> sameOrThrow(e, hashes)));
  }

  private Submission sameOrThrow(ExperimentEntity experiment, List<String> hashes) {
    if (!hashes.contains(String.valueOf(experiment.requestHash))) {
      throw new ReusedKeyException("this Idempotency-Key was used with another request");
    }
    return new Submission(views.view(experiment), false);
  }

  private static String defaultName(ExperimentSpec spec) {
    String what = spec.work() instanceof Work.Training t ? t.makes() : spec.type();
    String name = what + " on " + spec.dataset();
    return name.length() <= 120 ? name : name.substring(0, 120);
  }

  private ExperimentView enqueue(
      String name, SpecResolver.Resolved resolved, @Nullable String key, @Nullable String hash) {
    ExperimentSpec spec = resolved.spec();
    RunSpec run = runs.of(spec);
    int size = run.samples(); // it may read the data set, so it holds no transaction up
    return transaction.execute(
        status -> {
          trainings.checkFree(spec, room.modelsUnderWay());
          String id = ids.next();
          List<ShardEntity> plan = planner.plan(id, run, size);
          room.check(plan.size());
          ExperimentEntity experiment =
              new ExperimentEntity(
                  id,
                  name,
                  spec,
                  specs.write(spec),
                  size,
                  run.orders(),
                  Instant.now().truncatedTo(ChronoUnit.MICROS));
          experiment.origins = Json.write(resolved.origins());
          experiment.plugin =
              methods.pluginOf(spec.type()).map(Methods.Plugin::sha256).orElse(null);
          experiment.idempotencyKey = key;
          experiment.requestHash = hash;
          experiments.saveAndFlush(experiment);
          shards.saveAllAndFlush(plan);
          queue.add(
              id,
              plan.stream() // a chain's shard calls the next when it is over
                  .filter(shard -> !run.chained() || shard.beginsAnOrder(experiment))
                  .map(shard -> shard.key.number())
                  .toList());
          return views.view(experiment);
        });
  }

  @Override
  public ExperimentSpec resolve(ExperimentRequest request) {
    return resolver.resolve(request).spec();
  }

  @Override
  public ResultPage<ExperimentView> list(ExperimentQuery query) {
    return finder.find(query);
  }

  @Override
  public ExperimentView get(String id) {
    return finder.get(id);
  }

  @Override
  public Slice<ListedExperiment> list(ExperimentQuery query, Position position) {
    return finder.find(query, position);
  }

  @Override
  public List<ListedExperiment> latest(int size) {
    return finder.latest(size);
  }

  @Override
  public List<ListedExperiment> active(int size) {
    return finder.active(size);
  }

  @Override
  public ExperimentView cancel(String id) {
    return transaction.execute(
        status -> {
          ExperimentEntity experiment = lock(id);
          if (experiment.status.finished()) {
            throw new ExperimentConflictException(
                "The experiment is %s already.".formatted(experiment.status));
          }
          experiment.status = ExperimentStatus.CANCELLING;
          shards.cancelQueued(id);
          if (shards.sums(List.of(id)).stream().noneMatch(s -> s.unfinished() > 0)) {
            experiment.finish(ExperimentStatus.CANCELLED);
            states.forget(id);
          }
          return views.view(experiment);
        });
  }

  @Override
  public ExperimentView rerun(String id) {
    ExperimentEntity original =
        transaction.execute(
            status -> experiments.findById(id).orElseThrow(() -> ExperimentFinder.notFound(id)));
    ExperimentSpec spec = original.spec(specs);
    if (spec.work() instanceof Work.Gone gone) {
      throw new ExperimentConflictException(
          "%s is not among the methods of this program or its plug-ins any more."
              .formatted(gone.type()));
    }
    return enqueue(
        original.name, new SpecResolver.Resolved(spec, views.origins(original)), null, null);
  }

  @Override
  public void delete(String id) {
    transaction.executeWithoutResult(
        status -> {
          ExperimentEntity experiment = lock(id);
          if (!experiment.status.finished()) {
            throw new ExperimentConflictException(
                "The experiment is %s; cancel it first.".formatted(experiment.status));
          }
          experiments.delete(experiment);
          experiments.flush();
          boards.changed(experiment.row());
        });
  }

  private ExperimentEntity lock(String id) {
    return experiments.lock(id).orElseThrow(() -> ExperimentFinder.notFound(id));
  }

  @Override
  public ResultPage<SampleView> samples(String id, SampleFilter filter, int page, int size) {
    return samples.page(id, filter, page, size);
  }

  @Override
  public Slice<SampleView> samples(String id, SampleFilter filter, Position position, int size) {
    return samples.slice(id, filter, position, size);
  }

  @Override
  public SampleView sample(String id, int index, int order) {
    return samples.one(id, index, order);
  }

  @Override
  public Map<SampleView.Outcome, Long> outcomes(String id) {
    return samples.outcomes(id);
  }

  @Override
  public void forEachSample(String id, Consumer<SampleView> consumer) {
    samples.forEach(id, consumer);
  }

  @Override
  public void forEachLoss(String id, Consumer<LossCurve.Entry> consumer) {
    losses.forEach(id, consumer);
  }
}
