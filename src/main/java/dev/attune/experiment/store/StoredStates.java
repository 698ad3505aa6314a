package dev.attune.experiment.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What runs learned from sample to sample, one state an order of an experiment, cut into parts that
 * any database takes. Call within a transaction.
 */
@Component
class StoredStates {
  /** Bytes of a part. */
  private static final int PART = 1 << 22;

  /** Bytes of a finished run's state at most: a large CLIP's image tower, twice. */
  static final long MOST_KEPT = 2L << 30;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  StoredStates(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /**
   * Keeps a file in the place of an earlier one.
   *
   * @param order the order's number
   * @param next the place of the sample that comes next
   */
  void replace(String experimentId, int order, int next, Path file) {
    jdbc.sql("delete from chain_state where experiment_id = :id and order_number = :order")
        .param("id", experimentId)
        .param("order", order)
        .update();
    try (InputStream in = Files.newInputStream(file)) {
      int part = 0;
      for (byte[] data = in.readNBytes(PART); data.length > 0; data = in.readNBytes(PART)) {
        template.update(
            "insert into chain_state (experiment_id, order_number, part, next_index, data)"
                + " values (?, ?, ?, ?, ?)",
            experimentId,
            order,
            part++,
            next,
            data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state of " + experimentId + " cannot be kept", e);
    }
  }

  /** Writes the state of one of an experiment's orders to a file; false where there is none. */
  boolean read(String experimentId, int order, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      int part = 0;
      while (true) {
        byte[] data =
            jdbc.sql(
                    "select data from chain_state where experiment_id = :id"
                        + " and order_number = :order and part = :part")
                .param("id", experimentId)
                .param("order", order)
                .param("part", part)
                .query((row, n) -> row.getBytes(1))
                .optional()
                .orElse(null);
        if (data == null) {
          return part > 0;
        }
        out.write(data);
        part++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state of " + experimentId + " cannot be read", e);
    }
  }

  /**
   * Keeps what a finished run learned in its first order for as long as the run, unless it is too
   * large for that.
   */
  void keepWithin(String experimentId) {
    jdbc.sql("delete from chain_state where experiment_id = :id and order_number > 0")
        .param("id", experimentId)
        .update();
    if (bytes(experimentId, 0) > MOST_KEPT) {
      forget(experimentId);
    }
  }

  /**
   * The size of what an experiment learned in its first order, 0 where there is none.
   *
   * @param next the sample that comes next, at least
   */
  long bytes(String experimentId, int next) {
    return jdbc.sql(
            "select coalesce(sum(octet_length(data)), 0) from chain_state"
                + " where experiment_id = :id and order_number = 0 and next_index >= :next")
        .param("id", experimentId)
        .param("next", next)
        .query(Long.class)
        .single();
  }

  /** Forgets the states of all its orders. */
  void forget(String experimentId) {
    jdbc.sql("delete from chain_state where experiment_id = :id")
        .param("id", experimentId)
        .update();
  }
}
