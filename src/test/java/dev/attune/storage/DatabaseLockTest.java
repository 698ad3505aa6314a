package dev.attune.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.settings.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseLockTest {
  @TempDir private Path home;

  @Test
  void aSecondProcessIsToldWhichHasTheDatabase() throws Exception {
    Process other = other();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> DatabaseLock.take(home.resolve("attune")))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining(home + " is in use by process " + other.pid() + " on ");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKilledProcessLeavesItToTheNext() throws Exception {
    Process other = other();
    assertThat(other.inputReader().readLine()).isEqualTo("taken");
    other.destroyForcibly().waitFor();

    DatabaseLock.take(home.resolve("attune")).close();

    assertThat(home.resolve("attune.lock"))
        .content()
        .startsWith(ProcessHandle.current().pid() + " on ");
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            home.resolve("attune").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes a database and keeps it until it is killed. */
  static final class Other {
    public static void main(String[] args) throws InterruptedException {
      DatabaseLock.take(Path.of(args[0]));
      System.out.println("taken");
      Thread.sleep(60_000);
    }
  }
}
