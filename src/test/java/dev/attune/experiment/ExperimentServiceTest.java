package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.experiment.domain.ExperimentConflictException;
import dev.attune.experiment.domain.ExperimentNotFoundException;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.ReusedKeyException;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.Slice;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.InvalidRequestException;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExperimentServiceTest {

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {

    @Test
    void createsExperimentWithShardsAndTheirQueueEntries() {
      Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

      ExperimentView view = create("rlcf-tune", 320);

      assertThat(view.status()).isEqualTo(ExperimentStatus.QUEUED);
      assertThat(view.name()).isEqualTo("rlcf-tune on icons-outline");
      assertThat(view.progress().total()).isEqualTo(320);
      assertThat(view.progress().done()).isZero();
      assertThat(view.progress().etaSeconds()).isNull();
      assertThat(view.createdAt()).isBetween(before, Instant.now());
      assertThat(experiments.get(view.id())).isEqualTo(view);
      assertThat(
              jdbc.sql("select first_index, last_index from shard order by number")
                  .query((row, n) -> List.of(row.getInt(1), row.getInt(2)))
                  .list())
          .containsExactly(List.of(0, 150), List.of(150, 300), List.of(300, 320));
      assertThat(
              jdbc.sql("select task_instance from scheduled_tasks order by execution_time")
                  .query(String.class)
                  .list())
          .containsExactly(view.id() + "/0", view.id() + "/1", view.id() + "/2");
    }

    @Test
    void shardsHoldThirtySecondsOfTheMeasuredTime() {
      ExperimentView sharded = create("rlcf-tune", 20, 7);

      assertThat(shards(sharded.id())).isEqualTo(3);
    }

    @Test
    void knownKeyGivesTheExperimentItMade() {
      ExperimentRequest request = request("once", "tpt", 5);
      ExperimentService.Submission first = experiments.submit(request, "key-1");

      ExperimentService.Submission second = experiments.submit(request, "key-1");

      assertThat(first.created()).isTrue();
      assertThat(second.created()).isFalse();
      assertThat(second.experiment().id()).isEqualTo(first.experiment().id());
      assertThat(experiments.submit(request, "key-2").created()).isTrue();
      assertThat(experiments.list(ExperimentQuery.newest(10)).totalItems()).isEqualTo(2);
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
      experiments.submit(request(null, "tpt", 5), "key-1");

      assertThatThrownBy(() -> experiments.submit(request(null, "tpt", 6), "key-1"))
          .isInstanceOf(ReusedKeyException.class);
    }

    @Test
    void keyThatComesTwiceAtOnceQueuesOnce() throws Exception {
      Set<String> ids = ConcurrentHashMap.newKeySet();
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<@Nullable Void> submit =
          () -> {
            together.await();
            ids.add(experiments.submit(request(null, "tpt", 5), "key-1").experiment().id());
            return null;
          };
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        for (var result : threads.invokeAll(List.of(submit, submit))) {
          result.get();
        }
      } finally {
        threads.shutdown();
      }

      assertThat(ids).hasSize(1);
      assertThat(experiments.list(ExperimentQuery.newest(10)).totalItems()).isEqualTo(1);
    }

    @Test
    void listsTheNewestFirst() {
      String first = create("tpt", 3).id();
      String second = create("tpt", 3).id();

      assertThat(ids(query(null, null, null, null, 0, 10, null))).containsExactly(second, first);
    }

    @Test
    void filters() {
      String tpt = create("tpt", 3).id();
      String tune = create("rlcf-tune", 3).id();
      experiments.cancel(tpt);

      assertThat(ids(query("classification", SET, "active", null, 0, 10, null)))
          .containsExactly(tune);
      assertThat(ids(query(null, null, "cancelled", null, 0, 10, null))).containsExactly(tpt);
      assertThat(ids(query(null, null, "QUEUED", "tpt", 0, 10, null))).isEmpty();
      assertThat(ids(query(null, null, null, "tpt", 0, 10, null))).containsExactly(tpt);
      assertThat(ids(query(null, "icons", null, null, 0, 10, null))).isEmpty();
      assertThat(ids(query("captioning", null, null, null, 0, 10, null))).isEmpty();
      assertThat(ids(query("", "", "", "", 0, 10, ""))).containsExactly(tune, tpt);
    }

    @Test
    void sortsByEveryKey() {
      experiments.create(request("b", "tpt", 3));
      worker().work();
      experiments.create(request("a", "rlcf-tune", 9));
      experiments.create(request("c", "zero-shot", 6));

      for (String key : ExperimentQuery.SORT_KEYS) {
        assertThat(ids(query(null, null, null, null, 0, 10, key + ",desc"))).hasSize(3);
      }
      assertThat(names("name")).containsExactly("a", "b", "c");
      assertThat(names("name,desc")).containsExactly("c", "b", "a");
      assertThat(names("samples,asc")).containsExactly("b", "c", "a");
      assertThat(names("method")).containsExactly("a", "b", "c");
      assertThat(names("createdAt,asc")).containsExactly("b", "a", "c");
      // those without a value come last, whichever way
      assertThat(names("metric,desc")).startsWith("b");
      assertThat(names("gain,asc")).startsWith("b");
      assertThat(names("finishedAt,desc")).startsWith("b");
    }

    private List<String> names(String sort) {
      return experiments.list(query(null, null, null, null, 0, 10, sort)).items().stream()
          .map(ExperimentView::name)
          .toList();
    }

    @Test
    void pages() {
      for (String name : List.of("a", "b", "c", "d", "e")) {
        experiments.create(request(name, "tpt", 3));
      }

      ResultPage<ExperimentView> page =
          experiments.list(query(null, null, null, null, 1, 2, "name"));

      assertThat(page.items()).extracting(ExperimentView::name).containsExactly("c", "d");
      assertThat(page.totalItems()).isEqualTo(5);
      assertThat(page.totalPages()).isEqualTo(3);
      assertThat(experiments.list(query(null, null, null, null, 3, 2, null)).items()).isEmpty();
    }

    @Test
    void keysLeadThroughEveryOrderBothWays() {
      completed("tpt", 4);
      for (String name : List.of("a~b", "b", "b", "a~b", "c")) {
        experiments.create(request(name, "tpt", 3));
      }
      worker().work();
      experiments.create(request("b", "rlcf-tune", 9));
      experiments.create(request("b", "zero-shot", 6));
      jdbc.sql("update experiment set created_at = (select min(created_at) from experiment)")
          .update();
      Stream<String> sorts =
          ExperimentQuery.SORT_KEYS.stream()
              .flatMap(key -> Stream.of(key, key + ",asc", key + ",desc"));
      for (String sort : Stream.concat(Stream.of(""), sorts).toList()) {
        for (String status : new String[] {null, "active", "completed"}) {
          ExperimentQuery all = query(null, null, status, null, 0, 200, sort);
          assertThat(walk(query(null, null, status, null, 0, 3, sort)))
              .as("%s", all)
              .isEqualTo(ids(all));
        }
      }
      assertThat(walk(query(null, SET, "completed", "tpt", 0, 3, "metric,desc"))).hasSize(6);
      assertThat(walk(query(null, null, "failed", null, 0, 3, "metric,desc"))).isEmpty();
    }

    /** Goes through a list by its keys, to the end and back to where it began. */
    private List<String> walk(ExperimentQuery query) {
      List<String> all = new ArrayList<>();
      Slice<ListedExperiment> part = experiments.list(query, Position.FIRST);
      assertThat(part.previous()).isNull();
      all.addAll(ids(part));
      while (part.next() != null) {
        part = experiments.list(query, new Position(part.next(), null));
        assertThat(part.items()).isNotEmpty();
        all.addAll(ids(part));
      }
      int start = all.size() - part.items().size();
      while (part.previous() != null) {
        part = experiments.list(query, new Position(null, part.previous()));
        start = Math.max(0, start - query.size());
        assertThat(ids(part)).isEqualTo(all.subList(start, start + query.size()));
      }
      assertThat(start).isZero();
      return all;
    }

    private static List<String> ids(Slice<ListedExperiment> part) {
      return part.items().stream().map(ListedExperiment::id).toList();
    }

    @Test
    void keysSayThePlaceOfWhatIsGone() {
      for (String name : List.of("a", "b", "c", "d")) {
        completed("zero-shot", 3);
        jdbc.sql("update experiment set name = :name where name like '% on %'")
            .param("name", name)
            .update();
      }
      ExperimentQuery query = query(null, null, null, null, 0, 2, "name");
      Slice<ListedExperiment> first = experiments.list(query, Position.FIRST);
      experiments.delete(first.items().get(1).id());

      Slice<ListedExperiment> second = experiments.list(query, new Position(first.next(), null));

      assertThat(second.items()).extracting(ListedExperiment::name).containsExactly("c", "d");
      assertThat(second.next()).isNull();
      for (String key :
          List.of(
              "x",
              "a~b",
              "~~",
              "~2026-01-01T00:00:00Z~x",
              "a~+999999999-01-01T00:00:00Z~x",
              "\0~2026-01-01T00:00:00Z~x")) {
        assertThatThrownBy(() -> experiments.list(query, new Position(key, null)))
            .as(key)
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("after");
      }
      assertThatThrownBy(
              () ->
                  experiments.list(
                      query(null, null, null, null, 0, 2, null), new Position(first.next(), null)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> experiments.list(query(null, "\0", null, null, 0, 2, null)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("dataset");
      assertThatThrownBy(() -> new Position("a", "b")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void activeOnesComeRunningFirst() throws Exception {
      String first = create("tpt", 3).id();
      String second = create("tpt", 3).id();
      String third = create("tpt", 3).id();
      experiments.cancel(first);
      jdbc.sql("update experiment set status = 'RUNNING' where id = :id")
          .param("id", third)
          .update();

      assertThat(experiments.active(10))
          .extracting(ListedExperiment::id)
          .containsExactly(third, second);
      assertThat(experiments.active(1)).hasSize(1);
    }

    @Test
    void cancelsWhatIsQueuedAtOnce() {
      String id = create("tpt", 3).id();

      ExperimentView cancelled = experiments.cancel(id);

      assertThat(cancelled.status()).isEqualTo(ExperimentStatus.CANCELLED);
      assertThat(cancelled.finishedAt()).isNotNull();
      worker().work();
      assertThat(task.ran()).isEmpty();
      assertThat(jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single())
          .isZero();
      assertThatThrownBy(() -> experiments.cancel(id))
          .isInstanceOf(ExperimentConflictException.class);
    }

    @Test
    void rerunQueuesTheSameSpec() {
      ExperimentView first = completed("rlcf-tune", 6);

      ExperimentView second = experiments.rerun(first.id());

      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(second.spec()).isEqualTo(first.spec());
      assertThat(second.name()).isEqualTo(first.name());
      assertThat(second.status()).isEqualTo(ExperimentStatus.QUEUED);
    }

    @Test
    void deletesAllOfAFinishedExperiment() {
      String id = completed("tpt", 6).id();
      assertThat(count("select count(*) from sample where experiment_id = :id", id)).isEqualTo(6);

      experiments.delete(id);

      assertThatThrownBy(() -> experiments.get(id))
          .isInstanceOf(ExperimentNotFoundException.class)
          .hasMessageContaining(id);
      for (String table : List.of("sample", "shard", "experiment_metric")) {
        assertThat(count("select count(*) from " + table + " where experiment_id = :id", id))
            .as(table)
            .isZero();
      }
    }

    @Test
    void doesNotDeleteWhatIsNotFinished() {
      String id = create("tpt", 3).id();

      assertThatThrownBy(() -> experiments.delete(id))
          .isInstanceOf(ExperimentConflictException.class);
      assertThat(experiments.get(id).status()).isEqualTo(ExperimentStatus.QUEUED);
    }

    @Test
    void unknownExperimentsAreNotFound() {
      for (Runnable call :
          List.<Runnable>of(
              () -> experiments.get("nosuchone"),
              () -> experiments.cancel("nosuchone"),
              () -> experiments.rerun("nosuchone"),
              () -> experiments.delete("nosuchone"),
              () -> experiments.samples("nosuchone", SampleFilter.ALL, 0, 10),
              () -> experiments.sample("nosuchone", 0),
              () -> experiments.forEachSample("nosuchone", s -> {}))) {
        assertThatThrownBy(call::run).isInstanceOf(ExperimentNotFoundException.class);
      }
    }

    @Test
    void completedExperimentsHoldMetricsBaselineGainsAndProvenance() {
      ExperimentView done = completed("rlcf-tune", 40);

      assertThat(done.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(done.progress().done()).isEqualTo(40);
      assertThat(done.metrics()).containsOnlyKeys("top1", "top5", "ece");
      assertThat(done.metrics().keySet()).containsExactly("top1", "top5", "ece");
      assertThat(done.baseline().keySet()).containsExactly("top1", "top5", "ece");
      assertThat(done.gains().keySet()).containsExactly("top1", "top5", "ece");
      done.metrics()
          .forEach(
              (name, e) -> {
                assertThat(e.value()).as(name).isBetween(e.low(), e.high());
                double gain = e.value() - done.baseline().get(name).value();
                assertThat(done.gains().get(name).value()).isEqualTo(gain);
              });
      assertThat(done.startedAt()).isAfterOrEqualTo(done.createdAt());
      assertThat(done.finishedAt()).isAfterOrEqualTo(done.startedAt());
      assertThat(done.provenance().models()).containsKeys("icons-clip-s", "icons-clip-l");
      assertThat(done.provenance().engine()).isEqualTo("Fake 1.0");
      assertThat(done.provenance().seed()).isEqualTo(7);
      assertThat(done.secondsPerSample()).isPositive();
    }

    @Test
    void browsesSamples() {
      ExperimentView done = completed("rlcf-tune", 60);
      List<SampleView> all = samples(done.id());

      assertThat(all).extracting(SampleView::index).containsExactlyElementsOf(range(60));
      int sum = 0;
      for (SampleFilter filter :
          List.of(SampleFilter.FIXED, SampleFilter.BROKEN, SampleFilter.UNCHANGED)) {
        ResultPage<SampleView> page = experiments.samples(done.id(), filter, 0, 200);
        assertThat(page.items()).isNotEmpty();
        assertThat(page.items())
            .allSatisfy(s -> assertThat(s.outcome().id()).isEqualTo(filter.id()));
        sum += (int) page.totalItems();
      }
      assertThat(sum).isEqualTo(60);
      assertThat(experiments.samples(done.id(), SampleFilter.ALL, 2, 25).items())
          .extracting(SampleView::index)
          .containsExactlyElementsOf(range(60).subList(50, 60));
      for (SampleFilter filter : SampleFilter.values()) {
        List<Integer> keyed = new ArrayList<>();
        Slice<SampleView> part = experiments.samples(done.id(), filter, Position.FIRST, 7);
        part.items().forEach(s -> keyed.add(s.index()));
        while (part.next() != null) {
          Slice<SampleView> before = part;
          part = experiments.samples(done.id(), filter, new Position(part.next(), null), 7);
          part.items().forEach(s -> keyed.add(s.index()));
          assertThat(experiments.samples(done.id(), filter, new Position(null, part.previous()), 7))
              .isEqualTo(before);
        }
        assertThat(keyed).as(filter.id()).isEqualTo(sampleIndices(done.id(), filter));
      }
      assertThatThrownBy(
              () ->
                  experiments.samples(
                      done.id(), SampleFilter.ALL, new Position(null, "99999999999"), 7))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("before");
      assertThat(experiments.sample(done.id(), 59).sampleId()).isEqualTo("fake-59");
      assertThatThrownBy(() -> experiments.sample(done.id(), 60))
          .isInstanceOf(ExperimentNotFoundException.class);
    }

    private static List<Integer> range(int end) {
      return IntStream.range(0, end).boxed().toList();
    }

    private List<String> ids(ExperimentQuery query) {
      return experiments.list(query).items().stream().map(ExperimentView::id).toList();
    }

    private static ExperimentQuery query(
        @Nullable String task,
        @Nullable String dataset,
        @Nullable String status,
        @Nullable String method,
        int page,
        int size,
        @Nullable String sort) {
      return new ExperimentQuery(task, dataset, status, method, page, size, sort);
    }
  }
}
