package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.ShardScores;
import dev.attune.leaderboard.BoardRows;
import dev.attune.spec.SpecReader;
import dev.attune.task.SampleStream;
import dev.attune.task.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Ends experiments that have no shard left: cancels them, or merges what the shards measured. */
@Component
class Completion {
  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final SampleRepository samples;
  private final Tasks tasks;
  private final StoredStates states;
  private final BoardRows boards;
  private final TransactionOperations transaction;
  private final SpecReader specs;

  Completion(
      ExperimentRepository experiments,
      ShardRepository shards,
      SampleRepository samples,
      Tasks tasks,
      StoredStates states,
      BoardRows boards,
      TransactionOperations transaction,
      SpecReader specs) {
    this.experiments = experiments;
    this.shards = shards;
    this.samples = samples;
    this.tasks = tasks;
    this.states = states;
    this.boards = boards;
    this.transaction = transaction;
    this.specs = specs;
  }

  /** Does nothing while shards are left, or when it is done already. */
  void settle(String id) {
    transaction.execute(status -> measured(id)).ifPresent(measured -> settle(id, measured));
  }

  private void settle(String id, Measured measured) {
    // The intervals take a moment: they are computed without holding the lock.
    Outcome outcome = outcome(id, measured);
    transaction.executeWithoutResult(
        status ->
            experiments
                .lock(id)
                .filter(e -> e.status == ExperimentStatus.RUNNING)
                .ifPresent(e -> complete(e, outcome)));
  }

  private Optional<Measured> measured(String id) {
    ExperimentEntity experiment = experiments.lock(id).orElse(null);
    if (experiment == null
        || experiment.status.finished()
        || shards.sums(List.of(id)).stream().anyMatch(s -> s.unfinished() > 0)) {
      return Optional.empty();
    }
    if (experiment.status == ExperimentStatus.CANCELLING) {
      experiment.finish(ExperimentStatus.CANCELLED);
      states.forget(id);
      return Optional.empty();
    }
    return Optional.of(
        new Measured(
            experiment.task,
            experiment.samples,
            experiment.orders == 1 ? SampleStream.AS_LISTED : experiment.spec(specs).stream(),
            shards.measured(id)));
  }

  private void complete(ExperimentEntity experiment, Outcome outcome) {
    if (outcome.error() == null && tasks.find(experiment.task).isPresent()) {
      states.keepWithin(experiment.id);
    } else { // of a training its model is kept
      states.forget(experiment.id);
    }
    experiment.metrics.addAll(outcome.metrics());
    experiment.orderResults = outcome.orders().isEmpty() ? null : Json.write(outcome.orders());
    experiment.error = outcome.error();
    if (outcome.error() != null) {
      experiment.finish(ExperimentStatus.FAILED);
      return;
    }
    outcome.metrics().stream()
        .findFirst()
        .ifPresent(
            first -> {
              experiment.headline = first.afterValue;
              experiment.headlineGain = first.gainValue;
            });
    shards.sums(List.of(experiment.id)).stream()
        .filter(s -> s.done() > 0)
        .forEach(s -> experiment.secondsPerSample = s.millis() / s.done() / 1000);
    experiment.finish(ExperimentStatus.COMPLETED);
    experiments.flush();
    boards.changed(experiment.row());
  }

  private Outcome outcome(String id, Measured measured) {
    List<ShardScores> orders = measured.orders();
    Optional<String> failure =
        samples.failed(id, Limit.of(1)).stream()
            .map(s -> Objects.requireNonNullElse(s.view().error(), ""))
            .findFirst();
    if (orders.get(0).isEmpty() && failure.isPresent()) {
      return new Outcome(
          List.of(), List.of(), "Every sample failed; the first one: " + failure.get());
    }
    // of a training nothing is measured
    return tasks
        .find(measured.task())
        .map(
            t ->
                new Outcome(
                    MetricRow.measure(t, orders),
                    MetricRow.each(t, measured.stream(), orders),
                    null))
        .orElse(new Outcome(List.of(), List.of(), null));
  }

  /** Metrics, or why there are none. */
  private record Outcome(
      List<MetricRow> metrics, List<OrderResult> orders, @Nullable String error) {}

  /** What the shards of an experiment measured. */
  private record Measured(
      String task, int samples, SampleStream stream, List<ShardRepository.Measured> shards) {

    /** What each order gave, of the samples that all measured. */
    List<ShardScores> orders() {
      List<ShardScores> orders =
          new ArrayList<>(Collections.nCopies(stream.orders(), ShardScores.NONE));
      for (ShardRepository.Measured shard : shards) {
        int number = shard.firstIndex() / samples;
        orders.set(number, orders.get(number).merge(ShardScores.read(shard.scores())));
      }
      return ShardScores.common(orders);
    }
  }
}
