package dev.attune.vision.video;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was made of videos, in files of one ending below a size limit: those that were not asked for
 * longest go first. Thread-safe, and several processes may share a folder.
 */
final class KeptFiles {
  private final Path folder;
  private final String ending;
  private final long limit;

  /**
   * @param limit in bytes, of all files together
   */
  KeptFiles(Path folder, String ending, long limit) {
    this.folder = folder;
    this.ending = ending;
    this.limit = limit;
  }

  /** Where that of a key is, or will be. */
  Path file(String key) {
    return folder.resolve(Sha256.of(key) + ending);
  }

  /** Says that a file was asked for. */
  static void used(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Writing {
    void to(Path part) throws IOException;
  }

  /** Writes a file, which appears as a whole, and makes room for it. */
  void write(Path file, Writing writing) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "made", ".part");
    try {
      writing.to(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    makeRoom();
  }

  /** Asks for sizes and times in the way that is 0 for what another process has just removed. */
  private synchronized void makeRoom() throws IOException {
    record Kept(Path file, long size, long used) {}
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> f.toString().endsWith(ending))
          .map(Path::toFile)
          .forEach(f -> kept.add(new Kept(f.toPath(), f.length(), f.lastModified())));
    }
    long total = kept.stream().mapToLong(Kept::size).sum();
    kept.sort(Comparator.comparing(Kept::used));
    for (Kept oldest : kept) {
      if (total <= limit) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      total -= oldest.size();
    }
  }
}
