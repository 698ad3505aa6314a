package dev.attune.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The embedded database on a disk that fills, behind the application's pool. */
public class FullDiskTest {
  private static volatile long room;

  @TempDir private Path folder;

  @Test
  void nothingIsAcceptedThatIsLostAndAllGoesOnOnceThereIsRoom() throws Exception {
    FilePath.register(new SmallDisk());
    room = 400_000;
    DatabaseGuard guard = new DatabaseGuard();
    List<Integer> accepted = new ArrayList<>();
    List<Outage> refused = new ArrayList<>();
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl("jdbc:h2:small:" + folder.resolve("db"));
      pool.setConnectionTimeout(1000);
      guard.postProcessBeforeInitialization(pool, "dataSource");
      JdbcClient jdbc = JdbcClient.create(pool);
      jdbc.sql("create table t (id int primary key, x varchar)").update();

      for (int id = 0; refused.size() < 5; id++) {
        try {
          insert(jdbc, id);
          accepted.add(id);
        } catch (DataAccessException e) {
          refused.add(Outage.behind(e).orElseThrow(() -> e));
        }
      }
      room = Long.MAX_VALUE;

      for (int attempt = 0; accepted.get(accepted.size() - 1) >= 0; attempt++) {
        try {
          insert(jdbc, -1);
          accepted.add(-1);
        } catch (DataAccessException e) {
          assertThat(attempt).as(e.toString()).isLessThan(15); // one for each pooled connection
        }
      }
      assertThat(jdbc.sql("select id from t").query(Integer.class).list())
          .containsExactlyInAnyOrderElementsOf(accepted)
          .hasSizeGreaterThan(10);
      assertThat(refused).contains(Outage.NO_SPACE);
    }
    guard.destroy();
  }

  private static void insert(JdbcClient jdbc, int id) {
    jdbc.sql("insert into t values (?, ?)").param(id).param("x".repeat(2000)).update();
  }

  /** H2's files, on a disk of {@link #room} bytes. */
  public static final class SmallDisk extends FilePathWrapper {
    @Override
    public String getScheme() {
      return "small";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return new SmallFile(getBase().open(mode));
    }
  }

  private static final class SmallFile extends FileBaseDefault {
    private final FileChannel file;

    SmallFile(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      if (position + from.remaining() > room) {
        throw new IOException("No space left on device");
      }
      return file.write(from, position);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return file.read(to, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
