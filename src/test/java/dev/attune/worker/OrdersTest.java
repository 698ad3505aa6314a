package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.Spread;
import dev.attune.metric.Estimate;
import dev.attune.spec.ExperimentRequest;
import dev.attune.task.Chain;
import dev.attune.task.Results;
import dev.attune.task.TaskRun;
import dev.attune.task.classification.ClassificationTask;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import tools.jackson.databind.json.JsonMapper;

/** Methods that learn from sample to sample, in several orders: each is a chain of its own. */
@SpringBootTest(properties = {"attune.demo=false", "attune.role=web", "server.port=0"})
class OrdersTest {
  private static final int SAMPLES = 8;

  @TempDir static Path home;

  @Autowired ExperimentService experiments;
  @Autowired ShardJournal journal;
  @Autowired ComputeLane lane;
  @Autowired ComputeEngine engine;
  @Autowired WorkerRegistry registry;
  @Autowired ChainStates chains;
  @Autowired JdbcClient jdbc;
  @MockitoSpyBean ClassificationTask task;

  /** The places that were run, in that order. */
  private final List<Integer> ran = new ArrayList<>();

  private ShardRunner first;
  private ShardRunner second;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
  }

  @BeforeEach
  void twoWorkers() {
    first = new ShardRunner(journal, lane, engine, registry, chains);
    second = new ShardRunner(journal, lane, engine, registry, chains);
    doAnswer(call -> new Counted((TaskRun) Objects.requireNonNull(call.callRealMethod())))
        .when(task)
        .open(any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tda", "dmn", "dpe"})
  void aRunGivesTheSameHoweverItIsCutAndWhoeverTakesItsShards(String method) throws Exception {
    ExperimentView whole = finished(create(method, 2, 0, SAMPLES), List.of(first));
    assertThat(whole.orders()).hasSize(2);
    assertThat(ran).isEqualTo(IntStream.range(0, 2 * SAMPLES).boxed().toList());

    ran.clear();
    ExperimentView cut = finished(create(method, 2, 0, 3), List.of(first, second));
    assertSame(cut, whole);
    assertThat(ran)
        .as("no sample twice")
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 2 * SAMPLES).boxed().toList());

    String killed = create(method, 2, 0, 2);
    List<ShardId> begun = begun(killed);
    assertThat(begun).hasSize(2);
    for (ShardId order : begun) {
      assertThat(first.run(order, () -> false)).isTrue();
    }
    ran.clear();
    ShardId next = journal.next(begun.get(0)).orElseThrow();
    assertThatThrownBy(
            () ->
                first.run(
                    next,
                    () -> {
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(ran).as("was run, and is lost").containsExactly(2);
    ran.clear();
    ShardId other = journal.next(begun.get(1)).orElseThrow();
    assertSame(finished(killed, List.of(other, next), List.of(second, first)), whole);
    assertThat(ran)
        .as("what was written is not run again")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 2 * SAMPLES).filter(p -> p % SAMPLES >= 2).boxed().toList());
  }

  @Test
  void severalOrdersGiveTheirMeanAndHowFarTheyLieApart() throws Exception {
    ExperimentView three = finished(create("tda", 3, 5, SAMPLES), List.of(first));
    assertThat(three.orders()).extracting(OrderResult::orderSeed).containsExactly(5L, 6L, 7L);
    for (int number = 0; number < 3; number++) {
      OrderResult order = three.orders().get(number);
      ExperimentView alone = finished(create("tda", 1, 5 + number, SAMPLES), List.of(first));
      assertThat(alone.orders()).isEmpty();
      assertThat(alone.metrics()).isEqualTo(order.metrics());
      assertThat(alone.gains()).isEqualTo(order.gains());
      assertThat(alone.baseline()).isEqualTo(three.baseline());
      alone
          .metrics()
          .forEach(
              (name, e) -> {
                Spread spread = three.spread().get(name);
                assertThat(e.value()).as(name).isBetween(spread.low(), spread.high());
              });
    }
    assertThat(three.orders()).extracting(OrderResult::metrics).doesNotHaveDuplicates();
    assertThat(three.spread().get("ece").deviation()).isPositive();
    three
        .metrics()
        .forEach(
            (name, e) ->
                assertThat(e.value())
                    .as(name)
                    .isCloseTo(
                        three.orders().stream()
                            .map(o -> o.metrics().get(name))
                            .mapToDouble(Estimate::value)
                            .average()
                            .orElseThrow(),
                        org.assertj.core.data.Offset.offset(1e-12)));
    assertThat(three.progress().total()).isEqualTo(3 * SAMPLES);
    SampleView sample = experiments.sample(three.id(), place(three, 2).index(), 2);
    assertThat(sample.place()).isEqualTo(2 * SAMPLES);
  }

  private SampleView place(ExperimentView view, int order) {
    List<SampleView> all = new ArrayList<>();
    experiments.forEachSample(view.id(), all::add);
    assertThat(all).extracting(SampleView::place).isSorted().hasSize(3 * SAMPLES);
    return all.get(order * SAMPLES);
  }

  @Test
  void aSampleSeesTheSameViewsWhereverItStands() throws Exception {
    String views = "\"method\":{\"type\":\"zero\",\"views\":4,\"selection\":0.5,\"cropScale\":0.3}";
    ExperimentView listed = finished(create(views, SAMPLES), List.of(first));
    ExperimentView shuffled =
        finished(create(views + ",\"order\":\"shuffled\"", SAMPLES), List.of(first));
    assertThat(indices(shuffled)).isNotEqualTo(indices(listed));
    for (int index : indices(listed)) {
      assertThat(experiments.sample(shuffled.id(), index).after())
          .isEqualTo(experiments.sample(listed.id(), index).after());
    }
    assertThat(shuffled.metrics()).isEqualTo(listed.metrics());
  }

  private List<Integer> indices(ExperimentView view) {
    List<Integer> indices = new ArrayList<>();
    experiments.forEachSample(view.id(), s -> indices.add(s.index()));
    return indices;
  }

  private String create(String method, int orders, long seed, int shardSize) {
    return create(
        "\"method\":{\"type\":\"%s\"%s},\"order\":\"shuffled\",\"orders\":%d,\"orderSeed\":%d"
            .formatted(
                method, method.equals("dmn") ? "" : ",\"views\":2,\"selection\":0.5", orders, seed),
        shardSize);
  }

  /** Queues a run whose shards have so many samples, as if those were that slow. */
  private String create(String values, int shardSize) {
    String json = "{\"dataset\":\"icons-outline\",\"limit\":%d,%s}".formatted(SAMPLES, values);
    ExperimentRequest request = JsonMapper.shared().readValue(json, ExperimentRequest.class);
    String id = experiments.create(request).id();
    jdbc.sql(
            "update experiment set seconds_per_sample = :s,"
                + " finished_at = current_timestamp where id = :id")
        .param("s", 30 / (shardSize + 0.5))
        .param("id", id)
        .update();
    String cut = experiments.rerun(id).id();
    experiments.cancel(id);
    experiments.delete(id);
    return cut;
  }

  /** The shards that wait for no other. */
  private List<ShardId> begun(String id) {
    return jdbc
        .sql(
            "select task_instance from scheduled_tasks where task_instance like :id"
                + " order by execution_time")
        .param("id", id + "/%")
        .query(String.class)
        .list()
        .stream()
        .map(ShardId::parse)
        .toList();
  }

  private ExperimentView finished(String id, List<ShardRunner> workers) throws Exception {
    return finished(id, begun(id), workers);
  }

  /** Runs what is left, the orders in turn, by workers that take turns. */
  private ExperimentView finished(String id, List<ShardId> waiting, List<ShardRunner> workers)
      throws Exception {
    Deque<ShardId> queue = new ArrayDeque<>(waiting);
    AtomicInteger turn = new AtomicInteger();
    while (!queue.isEmpty()) {
      ShardId shard = queue.remove();
      ShardRunner worker = workers.get(turn.getAndIncrement() % workers.size());
      assertThat(worker.run(shard, () -> false)).as("%s is over", shard).isTrue();
      journal.next(shard).ifPresent(queue::add);
    }
    jdbc.sql("delete from scheduled_tasks where task_instance like :id")
        .param("id", id + "/%")
        .update();
    ExperimentView view = experiments.get(id);
    assertThat(view.error()).isNull();
    assertThat(view.status()).isEqualTo(ExperimentStatus.COMPLETED);
    return view;
  }

  private void assertSame(ExperimentView actual, ExperimentView expected) {
    assertThat(answers(actual)).isEqualTo(answers(expected)).hasSize(2 * SAMPLES);
    assertThat(actual.metrics()).isEqualTo(expected.metrics());
    assertThat(actual.orders()).isEqualTo(expected.orders());
    assertThat(actual.spread()).isEqualTo(expected.spread());
  }

  private List<String> answers(ExperimentView view) {
    List<String> answers = new ArrayList<>();
    experiments.forEachSample(
        view.id(),
        s -> answers.add("%d %d %s %s".formatted(s.place(), s.index(), s.before(), s.after())));
    return answers;
  }

  /** Notes which places are run. */
  private final class Counted implements TaskRun {
    private final TaskRun run;

    Counted(TaskRun run) {
      this.run = run;
    }

    @Override
    public boolean prepare() {
      return run.prepare();
    }

    @Override
    public int batchEnd(int from, int end) {
      return run.batchEnd(from, end);
    }

    @Override
    public void run(int from, int to, Results results) {
      IntStream.range(from, to).forEach(ran::add);
      run.run(from, to, results);
    }

    @Override
    public Optional<Chain> chain() {
      return run.chain();
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
