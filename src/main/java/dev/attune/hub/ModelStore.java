package dev.attune.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folders under {@code attune.home/models}: one a model, and hidden ones in which a model is
 * put together before it is moved into place as a whole.
 */
final class ModelStore {
  private final Path models;
  private final Inspection inspection;
  private final FileHashes hashes;

  ModelStore(Path models, Inspection inspection, FileHashes hashes) {
    this.models = models;
    this.inspection = inspection;
    this.hashes = hashes;
  }

  /** Holds a model's name against everyone else, other processes included, until it is closed. */
  record Lease(String name, FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close(); // releases the lock
    }
  }

  /**
   * Takes a name.
   *
   * @throws HubException when someone pulls, imports or removes this model now
   */
  Lease lease(String name) throws IOException {
    Path locks = Files.createDirectories(models.resolve(".locks"));
    FileChannel channel =
        FileChannel.open(
            locks.resolve(Names.model(name) + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Lease(name, channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      // held within this process
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw HubException.conflict(
        "%s is being pulled, imported or removed by someone else".formatted(name));
  }

  Path folder(String name) {
    return models.resolve(Names.model(name));
  }

  boolean has(String name) {
    return Files.exists(folder(name));
  }

  /** Where the model is put together; what an earlier pull left there is still there. */
  Path staging(Lease lease) throws IOException {
    return Files.createDirectories(models.resolve(".staging").resolve(lease.name()));
  }

  /**
   * Checks what was put together and moves it into place.
   *
   * @param refusal what to throw when it cannot be used, of why; then it is thrown away
   */
  ModelInfo install(Lease lease, Function<String, HubException> refusal) throws IOException {
    Path staging = staging(lease);
    ModelInfo info = inspection.of(lease.name(), staging);
    if (info.problem() != null) {
      discard(lease);
      throw refusal.apply(
          "%s cannot be used and was not installed: %s".formatted(lease.name(), info.problem()));
    }
    Files.move(staging, folder(lease.name()), StandardCopyOption.ATOMIC_MOVE);
    return info;
  }

  /** Throws away what was put together. */
  void discard(Lease lease) throws IOException {
    delete(staging(lease));
    if (!has(lease.name())) {
      hashes.forget(lease.name());
    }
  }

  /** Removes an installed model; it vanishes as a whole. */
  void remove(Lease lease) throws IOException {
    Path staging = staging(lease);
    delete(staging);
    Files.move(folder(lease.name()), staging, StandardCopyOption.ATOMIC_MOVE);
    hashes.forget(lease.name());
    delete(staging);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
