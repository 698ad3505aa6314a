package dev.attune.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper.ManualSchedulerBuilder;
import dev.attune.settings.AttuneProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/**
 * What one worker process has: a lane, a runner and a scheduler, on the database of the test. It
 * does what it is told, at the time it is told.
 */
public final class TestWorker implements AutoCloseable {
  final WorkerRegistry registry;
  final ShardRunner runner;
  final SettableClock clock = new SettableClock();
  private final ComputeLane lane = new ComputeLane(16, Duration.ofSeconds(30));
  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final ShardJournal journal;
  private final ManualScheduler scheduler;

  private TestWorker(ApplicationContext application) {
    dataSource = application.getBean(DataSource.class);
    jdbc = application.getBean(JdbcClient.class);
    journal = application.getBean(ShardJournal.class);
    DbSchedulerProperties settings = application.getBean(DbSchedulerProperties.class);
    registry = new WorkerRegistry(jdbc, properties(), settings);
    runner =
        new ShardRunner(
            journal,
            lane,
            application.getBean(ComputeEngine.class),
            registry,
            application.getBean(ChainStates.class));
    clock.set(Instant.now().plusSeconds(60));
    ManualSchedulerBuilder builder =
        TestHelper.createManualScheduler(
            dataSource, new ShardTaskConfiguration().shardTask(runner, journal));
    builder.clock(clock).threads(1).heartbeatInterval(settings.getHeartbeatInterval());
    scheduler = builder.build();
  }

  public static TestWorker of(ApplicationContext application) {
    return new TestWorker(application);
  }

  private static AttuneProperties properties() {
    return new AttuneProperties(
        Path.of("unused"),
        "cpu",
        AttuneProperties.Role.WORKER,
        1,
        false,
        0,
        new AttuneProperties.Queue(10, 10, 16),
        new AttuneProperties.Uploads(
            DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), 10),
        new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
        new AttuneProperties.Security("attune", null, List.of()),
        new AttuneProperties.Pytorch(null));
  }

  public String id() {
    return registry.id();
  }

  /** Runs shards until none is due. */
  public void work() {
    do {
      scheduler.runAnyDueExecutions();
    } while (due() > 0);
  }

  /** Lets time pass, and looks for shards whose worker died. */
  public void later(Duration time) {
    clock.tick(time);
    scheduler.runDeadExecutionDetection();
  }

  private int due() {
    return jdbc.sql(
            "select count(*) from scheduled_tasks where not picked and execution_time <= :now")
        .param("now", clock.now().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  /** A scheduler that polls by itself, as the application's does, for the same runner. */
  Scheduler polling() {
    return Scheduler.create(dataSource, new ShardTaskConfiguration().shardTask(runner, journal))
        .threads(1)
        .pollingInterval(Duration.ofMillis(20))
        .schedulerName(new SchedulerName.Fixed(registry.id()))
        .build();
  }

  @Override
  public void close() throws InterruptedException {
    lane.close();
  }
}
