package dev.attune.storage;

import dev.attune.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a second process from an embedded database, and tells it which process has it: H2 does not.
 * The system takes the lock back from a process that ends, however it ends.
 */
final class DatabaseLock implements AutoCloseable {
  /** Beyond all that is written: on Windows nobody can read what is locked. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private DatabaseLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, which is a file beside the database with this process's id.
   *
   * @param database its file, without an ending
   * @throws SettingException naming the process that has it
   */
  static DatabaseLock take(Path database) {
    Path file = file(database);
    try {
      Files.createDirectories(database.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        throw new SettingException(
            "The database in %s is in use by process %s."
                .formatted(database.getParent(), written(file)),
            "Stop that process, or give this one another attune.home (ATTUNE_HOME). Several processes share a"
                + " PostgreSQL: see docs/running.md.");
      }
      channel.truncate(0).write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
      return new DatabaseLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("the database's folder cannot be used", e);
    }
  }

  /** Contexts of one process may share a database. */
  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /** The process that has a database open, as its id and host; empty where none has. */
  static Optional<String> owner(Path database) throws IOException {
    Path file = file(database);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return locks(channel) ? Optional.empty() : Optional.of(written(file));
    }
  }

  private static Path file(Path database) {
    return database.resolveSibling(database.getFileName() + ".lock");
  }

  private static String written(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  private static String self() throws UnknownHostException {
    return "%d on %s%n"
        .formatted(ProcessHandle.current().pid(), InetAddress.getLocalHost().getHostName());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
