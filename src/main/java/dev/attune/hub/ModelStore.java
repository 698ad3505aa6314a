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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders under {@code attune.home/models}: one a model, and hidden ones in which a model is
 * put together before it is moved into place as a whole.
 */
final class ModelStore {
  /** Marks what an import puts together: of that nothing can be used when it is cut off. */
  private static final String IMPORT = ".import";

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

  /** How many bytes are free where models lie. */
  long space() throws IOException {
    return Files.getFileStore(Files.createDirectories(models)).getUsableSpace();
  }

  /** Where a pull puts the model together; what an earlier one left there is still there. */
  Path staging(Lease lease) throws IOException {
    if (Files.exists(place(lease.name()).resolve(IMPORT))) {
      discard(lease);
    }
    return Files.createDirectories(place(lease.name()));
  }

  /** Where an import puts the model together; nothing is there yet. */
  Path emptied(Lease lease) throws IOException {
    discard(lease);
    Path staging = Files.createDirectories(place(lease.name()));
    Files.createFile(staging.resolve(IMPORT));
    return staging;
  }

  private Path place(String name) {
    return models.resolve(".staging").resolve(name);
  }

  /** Throws away what imports that were cut off have left, and names them. */
  List<String> cutOff() throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : marked()) {
      try (Lease lease = lease(name)) {
        discard(lease);
        names.add(name);
      } catch (HubException e) {
        continue; // another process is at it
      }
    }
    return names;
  }

  private List<String> marked() throws IOException {
    Path staging = models.resolve(".staging");
    if (!Files.isDirectory(staging)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(staging)) {
      return folders
          .filter(f -> Files.exists(f.resolve(IMPORT)))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /**
   * Checks what was put together and moves it into place.
   *
   * @param refusal what to throw when it cannot be used, of why; then it is thrown away
   */
  ModelInfo install(Lease lease, Function<String, HubException> refusal) throws IOException {
    Path staging = place(lease.name());
    ModelInfo info = inspection.of(lease.name(), staging);
    if (info.problem() != null) {
      checkNotStopped();
      discard(lease);
      throw refusal.apply(
          "%s cannot be used and was not installed: %s".formatted(lease.name(), info.problem()));
    }
    Path folder = folder(lease.name());
    Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(folder.resolve(IMPORT));
    return info;
  }

  /**
   * Files cannot be read by a thread that is interrupted: nothing is wrong with them.
   *
   * @throws CancellationException when the application stops
   */
  static void checkNotStopped() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
  }

  /** Throws away what was put together. */
  void discard(Lease lease) throws IOException {
    delete(place(lease.name()));
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

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
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
