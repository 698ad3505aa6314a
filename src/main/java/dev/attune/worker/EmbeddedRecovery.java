package dev.attune.worker;

import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Frees the shards of a process that died. The embedded database is open in one process at a time:
 * what is picked when that starts was picked by a dead one, and need not wait for its heartbeat to
 * grow old.
 */
@Component
class EmbeddedRecovery {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRecovery.class);

  private final DataSource dataSource;
  private final JdbcClient jdbc;

  EmbeddedRecovery(DataSource dataSource, JdbcClient jdbc) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
  }

  /** Call before this process picks anything. Does nothing on a database server. */
  void releaseAll() {
    if (!embedded()) {
      return;
    }
    int freed =
        jdbc.sql(
                "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                    + " version = version + 1 where picked")
            .update();
    jdbc.sql("delete from worker").update();
    if (freed > 0) {
      log.info("{} shards that an earlier process left unfinished are waiting again", freed);
    }
  }

  private boolean embedded() {
    try {
      String url = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getURL());
      return url != null && url.matches("jdbc:h2:(?!tcp:|ssl:).*");
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("the database does not say what it is", e);
    }
  }
}
