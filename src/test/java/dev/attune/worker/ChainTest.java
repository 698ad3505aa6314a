package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.SampleView;
import dev.attune.spec.ExperimentRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Momentum runs form a chain: one shard after the other, each from where the last one ended. */
@SpringBootTest(
    properties = {"attune.demo=false", "attune.role=web", "attune.shard-size=3", "server.port=0"})
class ChainTest {
  @TempDir static Path home;

  @Autowired ExperimentService experiments;
  @Autowired ShardRunner runner;
  @Autowired ShardJournal journal;
  @Autowired Scheduler scheduler;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
  }

  @Test
  void shardsRunOneAfterTheOtherToTheSameNumbersWhateverHappens() throws Exception {
    String expected = create();
    assertThat(queued(expected)).as("only the first shard waits").isEqualTo(1);
    runAll(expected);
    assertThat(states()).as("what a finished run learned can be kept").containsExactly(expected);

    String stopped = create();
    ShardId first = new ShardId(stopped, 0);
    AtomicInteger samples = new AtomicInteger();
    assertThat(runner.run(first, () -> samples.incrementAndGet() >= 2)).as("finished").isFalse();
    assertThat(states()).containsExactlyInAnyOrder(expected, stopped);
    runAll(create()); // another run of the same spec in between moves the loaded model
    runShards(stopped);
    assertSame(stopped, expected);

    String lost = create();
    assertThat(runner.run(new ShardId(lost, 0), () -> false)).isTrue();
    jdbc.sql("delete from chain_state").update();
    runAll(create());
    runShards(lost);
    assertSame(lost, expected);

    String scheduled = create();
    scheduler.start();
    Instant end = Instant.now().plus(Duration.ofMinutes(5));
    while (!experiments.get(scheduled).status().finished() && Instant.now().isBefore(end)) {
      Thread.sleep(200);
    }
    scheduler.pause(); // or it takes the other test's shards
    assertSame(scheduled, expected);
  }

  /** Three samples a shard; their captions' rows wait for four of one direction. */
  @Test
  void rowsThatWaitForTheirBatchComeWithTheirOwnShard() throws Exception {
    String json =
        """
        {"preset":"zero-shot","task":"retrieval","dataset":"scenes","limit":7,
         "method":{"hubness":{"batch":4}}}
        """;
    String expected = create(json);
    runAll(expected);
    assertThat(shardsDone(expected)).containsExactly(3, 3, 1);

    String stopped = create(json);
    ShardId first = new ShardId(stopped, 0);
    AtomicInteger samples = new AtomicInteger();
    assertThat(runner.run(first, () -> samples.incrementAndGet() >= 2)).as("finished").isFalse();
    runAll(create(json)); // the run that is open is another one's now
    runShards(stopped);
    assertSame(stopped, expected);
    assertThat(shardsDone(stopped)).containsExactly(3, 3, 1);

    String lost = create(json);
    assertThat(runner.run(new ShardId(lost, 0), () -> false)).isTrue();
    jdbc.sql("delete from chain_state").update();
    runAll(create(json));
    runShards(lost);
    assertSame(lost, expected);
  }

  private List<Integer> shardsDone(String id) {
    return jdbc.sql("select done from shard where experiment_id = :id order by number")
        .param("id", id)
        .query(Integer.class)
        .list();
  }

  private String create() {
    return create(
        """
        {"preset":"rlcf-tune-momentum","dataset":"icons-outline","limit":7,
         "method":{"views":4,"steps":1,"selection":0.5,"learningRate":1e-3,
                   "momentum":{"tau":0.5,"updateFrequency":2}}}
        """);
  }

  private String create(String json) {
    ExperimentView view =
        experiments.create(JsonMapper.shared().readValue(json, ExperimentRequest.class));
    return view.id();
  }

  private int queued(String id) {
    return jdbc.sql("select count(*) from scheduled_tasks where task_instance like :id")
        .param("id", id + "/%")
        .query(Integer.class)
        .single();
  }

  /** Runs a new experiment's shards by hand and takes it from the queue. */
  private void runAll(String id) throws Exception {
    runShards(id);
    assertThat(experiments.get(id).status()).isEqualTo(ExperimentStatus.COMPLETED);
  }

  private void runShards(String id) throws Exception {
    ShardId shard = new ShardId(id, 0);
    while (shard != null) {
      assertThat(runner.run(shard, () -> false)).as("%s is over", shard).isTrue();
      shard = journal.next(shard).orElse(null);
    }
    jdbc.sql("delete from scheduled_tasks where task_instance like :id")
        .param("id", id + "/%")
        .update();
  }

  /** The experiments of which a state is kept. */
  private List<String> states() {
    return jdbc.sql("select distinct experiment_id from chain_state").query(String.class).list();
  }

  private void assertSame(String id, String expected) {
    assertThat(experiments.get(id).status()).isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(answers(id)).isEqualTo(answers(expected)).hasSize(7);
    assertThat(experiments.get(id).metrics()).isEqualTo(experiments.get(expected).metrics());
  }

  private List<Object> answers(String id) {
    List<Object> answers = new ArrayList<>();
    experiments.forEachSample(
        id,
        (SampleView s) ->
            answers.add(List.of(String.valueOf(s.before()), String.valueOf(s.after()))));
    return answers;
  }
}
