package dev.attune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** This process's resident memory, where the system tells it (Linux's {@code /proc}). */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String PEAK = "VmHWM:";
  private static final String RESIDENT = "VmRSS:";

  private ProcessMemory() {}

  /** Lets the peak start anew at what is resident now; without effect where that is forbidden. */
  static void resetPeak() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      // then the peak stays that of the whole process
    }
  }

  /** What is resident now, in bytes; null where the system does not tell. */
  static @Nullable Long resident() {
    return read(RESIDENT);
  }

  /** The most that was resident at once, in bytes; null where the system does not tell. */
  static @Nullable Long peak() {
    return read(PEAK);
  }

  private static @Nullable Long read(String entry) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(entry))
          .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
