package dev.attune.worker;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import dev.attune.settings.AttuneProperties;
import jakarta.annotation.PreDestroy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** This process's row in the table of workers, kept fresh by a heartbeat like the queue's. */
@Component
class WorkerRegistry implements Workers {
  private static final Logger log = LoggerFactory.getLogger(WorkerRegistry.class);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final AttuneProperties properties;
  private final Duration deadAfter;
  private final String host = hostName();
  private final String id = host + "-" + ProcessHandle.current().pid() + "-" + randomSuffix();
  private final Instant startedAt = Instant.now();
  private volatile EngineInfo engine;
  private volatile @Nullable ShardId current;

  WorkerRegistry(JdbcClient jdbc, AttuneProperties properties, DbSchedulerProperties scheduler) {
    this.jdbc = jdbc;
    this.properties = properties;
    deadAfter = scheduler.getHeartbeatInterval().multipliedBy(scheduler.getMissedHeartbeatsLimit());
    engine = new EngineInfo("not started", properties.device(), properties.threads());
  }

  /** Unique to this process. */
  String id() {
    return id;
  }

  /** Notes what the process works on, null for nothing. */
  void working(@Nullable ShardId shard) {
    current = shard;
    beat();
  }

  void engine(EngineInfo started) {
    if (!started.equals(engine)) {
      engine = started;
      beat();
    }
  }

  /** Writes the row; the database being away for a moment is not worth more than a line. */
  @Scheduled(fixedDelayString = "${db-scheduler.heartbeat-interval}")
  void beat() {
    if (!properties.role().computes()) {
      return;
    }
    try {
      if (write(
              "update worker set host = :host, device = :device, engine = :engine,"
                  + " threads = :threads, experiment_id = :experiment, shard = :shard,"
                  + " started_at = :started, heartbeat_at = :now where id = :id")
          == 0) {
        write(
            "insert into worker (id, host, device, engine, threads, experiment_id, shard,"
                + " started_at, heartbeat_at) values (:id, :host, :device, :engine, :threads,"
                + " :experiment, :shard, :started, :now)");
      }
      jdbc.sql("delete from worker where heartbeat_at < :old")
          .param("old", utc(Instant.now().minus(FORGOTTEN_AFTER)))
          .update();
    } catch (DataAccessException e) {
      log.warn("The heartbeat could not be written: {}", e.getMessage());
    }
  }

  private int write(String sql) {
    ShardId shard = current;
    return jdbc.sql(sql)
        .param("id", id)
        .param("host", host)
        .param("device", engine.device())
        .param("engine", engine.engine())
        .param("threads", engine.threads())
        .param("experiment", shard == null ? null : shard.experimentId())
        .param("shard", shard == null ? null : shard.number())
        .param("started", utc(startedAt))
        .param("now", utc(Instant.now()))
        .update();
  }

  @PreDestroy
  void leave() {
    jdbc.sql("delete from worker where id = :id").param("id", id).update();
  }

  @Override
  public List<WorkerView> list() {
    return jdbc.sql("select * from worker order by started_at, id").query(this::view).list();
  }

  private WorkerView view(ResultSet row, int number) throws SQLException {
    Instant heartbeat = row.getObject("heartbeat_at", OffsetDateTime.class).toInstant();
    return new WorkerView(
        row.getString("id"),
        row.getString("host"),
        row.getString("device"),
        row.getString("engine"),
        row.getInt("threads"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        heartbeat,
        heartbeat.isAfter(Instant.now().minus(deadAfter)),
        row.getString("experiment_id"),
        row.getObject("shard", Integer.class));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.length() > 80 ? name.substring(0, 80) : name;
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String randomSuffix() {
    byte[] bytes = new byte[3];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
