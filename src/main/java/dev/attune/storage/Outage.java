package dev.attune.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;

/** What keeps database or disk from taking anything for now. */
public enum Outage {
  /** The disk is full. */
  NO_SPACE,
  /** The database does not answer, and may again. */
  UNAVAILABLE;

  private static final Pattern FULL =
      Pattern.compile(
          "(?i)no space left on device|not enough space on the disk|disk quota exceeded");

  /** PostgreSQL's state for a full disk. */
  private static final String DISK_FULL = "53100";

  /**
   * States of connections that are lost (08), of a server that lacks resources (53), is stopped or
   * starts (57P), or has trouble with its system (58).
   */
  private static final Pattern STATES = Pattern.compile("08.*|53.*|57P.*|58.*");

  /** What the pool says, without a state, of a connection that it has dropped meanwhile. */
  private static final String DROPPED = "Connection is closed";

  private static final Set<Integer> H2_CODES =
      Set.of(
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2,
          ErrorCode.FILE_CORRUPTED_1);

  /** Finds one behind an exception; empty where it has another reason. */
  public static Optional<Outage> behind(Throwable exception) {
    if (causes(exception).anyMatch(Outage::isFull)) {
      return Optional.of(NO_SPACE);
    }
    return causes(exception).anyMatch(Outage::isAway) ? Optional.of(UNAVAILABLE) : Optional.empty();
  }

  /** Whether a connection that answered so is of no use any more. */
  static boolean isGone(SQLException exception) {
    return causes(exception).anyMatch(Outage::isAway);
  }

  private static Stream<Throwable> causes(Throwable exception) {
    return Stream.iterate(exception, Objects::nonNull, Throwable::getCause).limit(50);
  }

  private static boolean isFull(Throwable cause) {
    return cause instanceof SQLException e
        ? DISK_FULL.equals(e.getSQLState())
        : cause instanceof IOException
            && cause.getMessage() != null
            && FULL.matcher(cause.getMessage()).find();
  }

  private static boolean isAway(Throwable cause) {
    return cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof SQLRecoverableException
        || cause instanceof MVStoreException
        || cause instanceof SQLException e
            && (H2_CODES.contains(e.getErrorCode())
                || (e.getSQLState() == null
                    ? DROPPED.equals(e.getMessage())
                    : STATES.matcher(e.getSQLState()).matches()));
  }
}
