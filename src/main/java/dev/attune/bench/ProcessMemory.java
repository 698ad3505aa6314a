package dev.attune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

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

  /** What is resident now, in bytes; empty where the system does not tell. */
  static OptionalLong resident() {
    return read(RESIDENT);
  }

  /** The most that was resident at once, in bytes; empty where the system does not tell. */
  static OptionalLong peak() {
    return read(PEAK);
  }

  private static OptionalLong read(String entry) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(entry))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
