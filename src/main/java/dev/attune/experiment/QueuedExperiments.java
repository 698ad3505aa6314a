package dev.attune.experiment;

import dev.attune.settings.AttuneProperties;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.worker.ShardQueue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps experiments in the database and their shards in the queue. */
@Service
class QueuedExperiments implements ExperimentService {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(60);
  private static final int MAX_KEY = 200;

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final ExperimentFinder finder;
  private final SampleBrowser samples;
  private final ExperimentViews views;
  private final SpecResolver resolver;
  private final TrainingResolver trainings;
  private final TrainingLosses losses;
  private final ShardPlanner planner;
  private final ShardQueue queue;
  private final AttuneProperties properties;
  private final TransactionOperations transaction;
  private final SecureRandom random = new SecureRandom();

  QueuedExperiments(
      ExperimentRepository experiments,
      ShardRepository shards,
      ExperimentFinder finder,
      SampleBrowser samples,
      ExperimentViews views,
      SpecResolver resolver,
      TrainingResolver trainings,
      TrainingLosses losses,
      ShardPlanner planner,
      ShardQueue queue,
      AttuneProperties properties,
      TransactionOperations transaction) {
    this.experiments = experiments;
    this.shards = shards;
    this.finder = finder;
    this.samples = samples;
    this.views = views;
    this.resolver = resolver;
    this.trainings = trainings;
    this.losses = losses;
    this.planner = planner;
    this.queue = queue;
    this.properties = properties;
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
    String hash = Hashes.sha256(Json.write(request));
    Optional<Submission> earlier = earlier(key, hash);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    ExperimentSpec spec = resolver.resolve(request);
    String name = request.name() == null ? defaultName(spec) : request.name().strip();
    try {
      return new Submission(enqueue(name, spec, key, hash), true);
    } catch (DataIntegrityViolationException e) {
      // The same key came twice at once, and the other one was first.
      return earlier(key, hash).orElseThrow(() -> e);
    }
  }

  private Optional<Submission> earlier(@Nullable String key, String hash) {
    if (key == null) {
      return Optional.empty();
    }
    return transaction.execute(
        status -> experiments.findByIdempotencyKey(key).map(e -> sameOrThrow(e, hash)));
  }

  private Submission sameOrThrow(ExperimentEntity experiment, String hash) {
    if (!hash.equals(experiment.requestHash)) {
      throw new ReusedKeyException("this Idempotency-Key was used with another request");
    }
    return new Submission(views.view(experiment), false);
  }

  private static String defaultName(ExperimentSpec spec) {
    String what = spec.training() == null ? spec.type() : spec.training().captioner();
    String name = what + " on " + spec.dataset();
    return name.length() <= 120 ? name : name.substring(0, 120);
  }

  private ExperimentView enqueue(
      String name, ExperimentSpec spec, @Nullable String key, @Nullable String hash) {
    int size = planner.samples(spec); // it may read the data set, so it holds no transaction up
    return transaction.execute(
        status -> {
          trainings.checkFree(spec, captionersUnderWay());
          String id = newId();
          List<ShardEntity> plan = planner.plan(id, spec, size);
          checkRoom(plan.size());
          ExperimentEntity experiment =
              new ExperimentEntity(
                  id, name, spec, size, Instant.now().truncatedTo(ChronoUnit.MICROS));
          experiment.idempotencyKey = key;
          experiment.requestHash = hash;
          experiments.saveAndFlush(experiment);
          shards.saveAllAndFlush(plan);
          // a chain's shard calls the next when it is over
          queue.add(id, spec.chained() ? 1 : plan.size());
          return views.view(experiment);
        });
  }

  private List<String> captionersUnderWay() {
    return experiments.active(ExperimentFinder.UNFINISHED, Limit.unlimited()).stream()
        .map(e -> e.spec().training())
        .filter(Objects::nonNull)
        .map(ExperimentSpec.Training::captioner)
        .toList();
  }

  private void checkRoom(int more) {
    boolean room =
        experiments.countByStatusIn(ExperimentFinder.UNFINISHED)
                < properties.queue().maxExperiments()
            && shards.countUnfinished() + more <= properties.queue().maxShards();
    if (!room) {
      throw new QueueFullException("Too much work is waiting already.", RETRY_AFTER);
    }
  }

  /** Ten characters of 32: short in an address, and nobody's guess. */
  private String newId() {
    String alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      id.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return id.toString();
  }

  @Override
  public ExperimentSpec resolve(ExperimentRequest request) {
    return resolver.resolve(request);
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
  public List<ExperimentView> active(int size) {
    return transaction.execute(
        status -> views.views(experiments.active(ExperimentFinder.UNFINISHED, Limit.of(size))));
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
          }
          return views.view(experiment);
        });
  }

  @Override
  public ExperimentView rerun(String id) {
    ExperimentView original = get(id);
    return enqueue(original.name(), original.spec(), null, null);
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
  public SampleView sample(String id, int index) {
    return samples.one(id, index);
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
    transaction.executeWithoutResult(status -> losses.forEach(id, consumer));
  }
}
