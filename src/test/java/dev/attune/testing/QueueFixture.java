package dev.attune.testing;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.spec.ExperimentRequest;
import dev.attune.worker.TestWorker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An empty database before each test, and what most tests of the queue ask it. */
public abstract class QueueFixture {
  protected static final String SET = "icons-outline";

  @Autowired protected ExperimentService experiments;
  @Autowired protected JdbcClient jdbc;
  @Autowired protected FakeTask task;

  @Autowired private ApplicationContext application;
  private final List<TestWorker> workers = new ArrayList<>();

  @BeforeEach
  void empty() {
    for (String table : List.of("experiment", "scheduled_tasks", "worker")) {
      jdbc.sql("delete from " + table).update();
    }
    task.reset();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (TestWorker worker : workers) {
      worker.close();
    }
  }

  /** A new worker, with a clock of its own that is ahead of all that is queued. */
  protected TestWorker worker() {
    TestWorker worker = TestWorker.of(application);
    workers.add(worker);
    return worker;
  }

  /** Queues an experiment and runs it to its end. */
  protected ExperimentView completed(String preset, int limit) {
    ExperimentView view = create(preset, limit);
    worker().work();
    return experiments.get(view.id());
  }

  protected static ExperimentRequest request(@Nullable String name, String preset, int limit) {
    return new ExperimentRequest(name, preset, null, SET, null, limit, 7L, null, null);
  }

  protected ExperimentView create(String preset, int limit) {
    return experiments.create(request(null, preset, limit));
  }

  /** Queues an experiment whose shards have so many samples, as if those were that slow. */
  protected ExperimentView create(String preset, int limit, int shardSize) {
    ExperimentView view = create(preset, limit);
    jdbc.sql(
            "update experiment set seconds_per_sample = :s, finished_at = created_at where id = :id")
        .param("s", 30 / (shardSize + 0.5))
        .param("id", view.id())
        .update();
    ExperimentView sharded = experiments.rerun(view.id());
    experiments.cancel(view.id());
    experiments.delete(view.id());
    return sharded;
  }

  protected int shards(String id) {
    return count("select count(*) from shard where experiment_id = :id", id);
  }

  protected int count(String sql, String id) {
    return jdbc.sql(sql).param("id", id).query(Integer.class).single();
  }

  /** All results but the time they took. */
  protected List<SampleView> samples(String id) {
    List<SampleView> all = new ArrayList<>();
    experiments.forEachSample(id, s -> all.add(timeless(s)));
    return all;
  }

  protected List<Integer> sampleIndices(String id, SampleFilter filter) {
    return experiments.samples(id, filter, 0, 200).items().stream().map(SampleView::index).toList();
  }

  private static SampleView timeless(SampleView s) {
    return new SampleView(
        s.place(),
        s.index(),
        s.sampleId(),
        s.truth(),
        s.outcome(),
        s.before(),
        s.after(),
        s.steps(),
        0,
        s.error());
  }
}
