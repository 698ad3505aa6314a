package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.method.Chosen;
import dev.attune.task.AdaptationSpec;
import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import dev.attune.worker.EngineInfo;
import dev.attune.worker.ShardId;
import dev.attune.worker.ShardJournal;
import dev.attune.worker.ShardResults;
import dev.attune.worker.ShardWork;
import dev.attune.worker.Tally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ShardJournalTest {

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {
    private static final EngineInfo CPU = new EngineInfo("Fake 1.0", "cpu", 2);

    @Autowired private ShardJournal journal;

    @Test
    void beginHandsOutTheWholeShard() {
      ShardId id = shard(8);

      ShardWork work = begin(id, "a");

      assertThat(work.task()).isEqualTo("classification");
      assertThat(work.from()).isZero();
      assertThat(work.to()).isEqualTo(8);
      assertThat(work.before()).isEqualTo(Tally.ZERO);
      assertThat(work.spec().seed()).isEqualTo(7);
      assertThat(work.spec().samples()).isEqualTo(8);
      Chosen<?> method = ((AdaptationSpec) work.spec()).spec().chosen();
      assertThat(method.method().id()).isEqualTo("rlcf-tune");
      assertThat(method.reward().models()).containsExactly("icons-clip-l");
      ExperimentView view = view(id);
      assertThat(view.status()).isEqualTo(ExperimentStatus.RUNNING);
      assertThat(view.startedAt()).isNotNull();
      assertThat(view.provenance().devices()).containsExactly("cpu");
      assertThat(view.provenance().threads()).isEqualTo(2);
      assertThat(view.provenance().datasetFingerprint()).hasSize(64);
    }

    @Test
    void everyDeviceIsInTheProvenance() {
      ShardId id = shard(8);
      begin(id, "a");

      journal.begin(id, "b", new EngineInfo("Fake 1.0", "gpu:0", 2));

      assertThat(view(id).provenance().devices()).containsExactly("cpu", "gpu:0");
    }

    @Test
    void aRunIsOfTheModelsThatItBeganWith() {
      ShardId id = shard(8);
      assertThat(journal.isFor(id)).isTrue();
      begin(id, "a");
      assertThat(journal.isFor(id)).isTrue();
      String here = view(id).provenance().fingerprints().get("icons-clip-l");

      provenance(id, here, "0".repeat(64));
      assertThat(journal.isFor(id)).isFalse();
      assertThat(view(id).waitsFor()).contains("icons-clip-l, of the fingerprint 000000000000");

      provenance(id, "0".repeat(64), here);
      assertThat(journal.isFor(id)).isTrue();
      assertThat(view(id).waitsFor()).isNull();
    }

    private void provenance(ShardId id, String from, String to) {
      jdbc.sql("update experiment set provenance = replace(provenance, :from, :to) where id = :id")
          .param("from", from)
          .param("to", to)
          .param("id", id.experimentId())
          .update();
    }

    @Test
    void savedShardIsDoneAndSettlesItsExperiment() {
      ShardId id = shard(8);
      ShardWork work = begin(id, "a");

      assertThat(journal.save(work, results(work, 8), null)).isTrue();
      journal.settle(id);

      assertThat(view(id).status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(samples(id.experimentId())).hasSize(8);
      assertThat(journal.begin(id, "a", CPU)).isEmpty();
    }

    @Test
    void settleWaitsForTheLastShard() {
      ExperimentView view = create("rlcf-tune", 10, 5);
      ShardWork first = begin(new ShardId(view.id(), 0), "a");
      ShardWork second = begin(new ShardId(view.id(), 1), "b");
      journal.save(second, results(second, 10), null);
      journal.settle(second.id());
      assertThat(view(second.id()).status()).isEqualTo(ExperimentStatus.RUNNING);

      journal.save(first, results(first, 5), null);
      journal.settle(first.id());
      journal.settle(first.id());

      assertThat(view(first.id()).status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(view(first.id()).metrics()).hasSize(3);
    }

    @Test
    void secondRunOfTheSameShardReplacesTheFirst() {
      ShardId id = shard(8);
      ShardWork lost = begin(id, "a");
      journal.save(lost, results(lost, 5), null);
      ShardWork again = begin(id, "b");
      jdbc.sql("update shard set next_index = 0 where experiment_id = :id")
          .param("id", id.experimentId())
          .update();
      ShardWork whole = begin(id, "b");
      assertThat(again.from()).isEqualTo(5);
      assertThat(whole.from()).isZero();

      assertThat(journal.save(whole, results(whole, 8), null)).isTrue();
      journal.settle(id);

      assertThat(samples(id.experimentId())).hasSize(8);
      assertThat(view(id).progress().done()).isEqualTo(8);
    }

    @Test
    void partOfAShardIsHandedBackAndMergedWithTheRest() {
      ShardId whole = shard(8);
      ShardWork work = begin(whole, "a");
      journal.save(work, results(work, 8), null);
      journal.settle(whole);
      ShardId id = new ShardId(experiments.rerun(whole.experimentId()).id(), 0);

      ShardWork part = begin(id, "a");
      assertThat(journal.save(part, results(part, 3), null)).isFalse();
      ShardWork rest = begin(id, "b");
      assertThat(rest.from()).isEqualTo(3);
      assertThat(rest.before().done()).isEqualTo(3);
      assertThat(journal.save(rest, results(rest, 8), null)).isTrue();
      journal.settle(id);

      assertThat(view(id).metrics()).isEqualTo(view(whole).metrics());
      assertThat(view(id).baseline()).isEqualTo(view(whole).baseline());
      assertThat(view(id).gains()).isEqualTo(view(whole).gains());
      assertThat(samples(id.experimentId())).isEqualTo(samples(whole.experimentId()));
      assertThat(view(id).progress().done()).isEqualTo(8);
    }

    @Test
    void oneWhoWasTakenForDeadWritesNothing() {
      ShardId id = shard(8);
      ShardWork zombie = begin(id, "a");
      ShardWork heir = begin(id, "b");

      assertThat(journal.stopped(zombie)).isTrue();
      assertThat(journal.stopped(heir)).isFalse();
      journal.progress(zombie, new Tally(7, 0, 7));
      assertThat(view(id).progress().done()).isZero();
      assertThat(journal.save(zombie, results(zombie, 5), null)).isTrue();
      assertThat(samples(id.experimentId())).isEmpty();
      assertThat(journal.save(heir, results(heir, 8), null)).isTrue();
      assertThat(samples(id.experimentId())).hasSize(8);
    }

    @Test
    void progressShowsAndIsLostWithItsWorker() {
      ShardId id = shard(8);
      ShardWork work = begin(id, "a");

      journal.progress(work, new Tally(4, 1, 2000));

      assertThat(view(id).progress().done()).isEqualTo(4);
      assertThat(view(id).progress().failed()).isEqualTo(1);
      assertThat(view(id).progress().etaSeconds()).isEqualTo(2);
      assertThat(view(id).secondsPerSample()).isEqualTo(0.5);
      begin(id, "b");
      assertThat(view(id).progress().done()).isZero();
    }

    @Test
    void cancelStopsBetweenSamples() {
      ShardId id = shard(8);
      ShardWork work = begin(id, "a");
      assertThat(journal.stopped(work)).isFalse();

      assertThat(experiments.cancel(id.experimentId()).status())
          .isEqualTo(ExperimentStatus.CANCELLING);
      assertThat(experiments.cancel(id.experimentId()).status())
          .isEqualTo(ExperimentStatus.CANCELLING);

      assertThat(journal.stopped(work)).isTrue();
      assertThat(journal.save(work, results(work, 2), null)).isTrue();
      journal.settle(id);
      assertThat(view(id).status()).isEqualTo(ExperimentStatus.CANCELLED);
      assertThat(samples(id.experimentId())).hasSize(2);
      assertThat(view(id).metrics()).isEmpty();
    }

    @Test
    void cancelledShardOfADeadWorkerIsNotRunAgain() {
      ShardId id = shard(8);
      begin(id, "a");
      experiments.cancel(id.experimentId());

      assertThat(journal.begin(id, "b", CPU)).isEmpty();
      journal.settle(id);

      assertThat(view(id).status()).isEqualTo(ExperimentStatus.CANCELLED);
    }

    @Test
    void failureEndsTheExperimentWithItsMessage() {
      ExperimentView view = create("rlcf-tune", 10, 5);
      ShardId id = new ShardId(view.id(), 0);
      ShardWork work = begin(id, "a");

      journal.fail(id, "The weights are gone.");

      assertThat(view(id).status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(view(id).error()).isEqualTo("The weights are gone.");
      assertThat(view(id).finishedAt()).isNotNull();
      assertThat(journal.stopped(work)).isTrue();
      assertThat(journal.begin(new ShardId(view.id(), 1), "a", CPU)).isEmpty();
      journal.settle(id);
      assertThat(view(id).status()).isEqualTo(ExperimentStatus.FAILED);
    }

    @Test
    void shardThatEndsItsWorkersIsGivenUp() {
      ShardId id = shard(8);
      for (int attempt = 0; attempt < 5; attempt++) {
        begin(id, "worker " + attempt);
      }

      assertThat(journal.begin(id, "a", CPU)).isEmpty();

      assertThat(view(id).status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(view(id).error()).isEqualTo("Shard 0 ended its worker 5 times.");
    }

    @Test
    void failedSamplesAreKeptAndLeftOutOfTheMetrics() {
      ShardId id = shard(8);
      ShardWork work = begin(id, "a");
      List<SampleResult> good = new ArrayList<>(results(work, 8).results());
      good.remove(4);

      journal.save(
          work,
          new ShardResults(
              good,
              List.of(new ShardResults.Failure(4, 4, "the picture is broken", 3)),
              8,
              new Tally(8, 1, 80)),
          null);
      journal.settle(id);

      ExperimentView view = view(id);
      assertThat(view.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(view.progress().failed()).isEqualTo(1);
      assertThat(sampleIndices(id.experimentId(), SampleFilter.FAILED)).containsExactly(4);
      assertThat(experiments.sample(id.experimentId(), 4).error()).contains("broken");
      assertThat(experiments.sample(id.experimentId(), 4).after()).isNull();
    }

    @Test
    void experimentOfOnlyFailedSamplesFailsWithTheFirstOnesMessage() {
      ShardId id = shard(2);
      ShardWork work = begin(id, "a");

      journal.save(
          work,
          new ShardResults(
              List.of(),
              List.of(
                  new ShardResults.Failure(0, 0, "no picture", 3),
                  new ShardResults.Failure(1, 1, "none either", 3)),
              2,
              new Tally(2, 2, 6)),
          null);
      journal.settle(id);

      assertThat(view(id).status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(view(id).error()).startsWith("Every sample failed; the first one: no ");
    }

    @Test
    void deletedExperimentsLeaveNothingToDo() {
      ShardId id = new ShardId("nosuchone", 0);

      assertThat(journal.begin(id, "a", CPU)).isEmpty();
      journal.settle(id);
      journal.fail(id, "whatever");
    }

    private ShardId shard(int samples) {
      return new ShardId(create("rlcf-tune", samples).id(), 0);
    }

    private ShardWork begin(ShardId id, String worker) {
      return journal.begin(id, worker, CPU).orElseThrow();
    }

    private ExperimentView view(ShardId id) {
      return experiments.get(id.experimentId());
    }

    /** What a worker has when it ran the samples before {@code next}. */
    private ShardResults results(ShardWork work, int next) {
      List<SampleResult> results = new ArrayList<>();
      try (TaskRun run = work.spec().open()) {
        run.run(work.from(), next, new Gathered(results));
      }
      Tally before = work.before();
      Tally tally =
          new Tally(before.done() + results.size(), before.failed(), before.millis() + 10);
      return new ShardResults(results, List.of(), next, tally);
    }

    private record Gathered(List<SampleResult> samples) implements Results {
      @Override
      public void sample(SampleResult result) {
        samples.add(result);
      }

      @Override
      public void piece(TrainingResult result) {
        throw new AssertionError("of a training");
      }

      @Override
      public void failure(int place, int index, Exception reason, double millis) {
        throw new AssertionError("sample " + index, reason);
      }
    }
  }
}
