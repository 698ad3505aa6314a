package dev.attune.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Sees to it, before anything connects, that an embedded database is this process's alone and keeps
 * what it has committed, and that the pool drops connections of a database that has gone.
 */
@Component
class DatabaseGuard implements BeanPostProcessor, DisposableBean {
  private @Nullable Path file;
  private @Nullable DatabaseLock lock;

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool) {
      pool.setExceptionOverride(new GoneConnections());
      H2Url url = pool.getJdbcUrl() == null ? null : H2Url.of(pool.getJdbcUrl()).orElse(null);
      if (url != null) {
        pool.setJdbcUrl(url.durable());
        file = url.file().orElse(null);
        lock = file == null ? null : DatabaseLock.take(file);
      }
    }
    return bean;
  }

  /** The folder of an embedded database. */
  Optional<Path> folder() {
    return Optional.ofNullable(file).map(Path::getParent);
  }

  @Override
  public void destroy() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
