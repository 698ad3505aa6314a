package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.AttuneApplication;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(600) // against a hang; a busy machine may be slow
class InterruptionTest {
  private static final int BY_SIGTERM = 143;

  @TempDir private Path folder;

  @Test
  void aCommandEndsAtOnceWhileTheEngineComputes() throws Exception {
    Process training =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AttuneApplication.class.getName(),
                "train",
                "lm",
                "--batch=2",
                "--steps=1000000",
                "--out=" + folder.resolve("out"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = training.inputReader()) {
      assertThat(output.readLine()).startsWith("step 50 of");

      training.toHandle().destroy(); // leaves the output open

      assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(training.exitValue()).isEqualTo(BY_SIGTERM);
      assertThat(output.lines()).allMatch(line -> line.startsWith("step "));
    } finally {
      training.destroyForcibly();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("no report of a crash").containsExactly(folder.resolve("out"));
    }
  }
}
