package dev.attune.storage;

import dev.attune.settings.AttuneProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells a caller of an outage in the place of what failed over it. */
@Component
public class Outages {
  private static final Logger log = LoggerFactory.getLogger(Outages.class);

  /** The embedded database writes in steps of some kilobytes, and more when it opens. */
  private static final long LITTLE = 1 << 20;

  private final Path home;
  private final DatabaseGuard database;

  Outages(AttuneProperties properties, DatabaseGuard database) {
    this.home = properties.home();
    this.database = database;
  }

  /** The outage behind an exception, or the exception itself where it has another reason. */
  public Exception told(Exception exception) {
    Outage outage = Outage.behind(exception).orElse(null);
    if (outage == null) {
      return exception;
    }
    // A database that closed itself over a full disk does not say so a second time.
    boolean full = outage == Outage.NO_SPACE || isFull(database.folder().orElse(home));
    log.warn("Database or disk took nothing: {}", exception.toString());
    return new OutageException(full ? Outage.NO_SPACE : Outage.UNAVAILABLE, exception);
  }

  private static boolean isFull(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < LITTLE;
    } catch (IOException e) {
      return false;
    }
  }
}
