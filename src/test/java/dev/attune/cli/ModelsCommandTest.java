package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.hub.PullProgress;
import dev.attune.hub.PullProgress.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir private Path folder;

  private int models(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "models";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--home";
    all[all.length - 1] = folder.resolve("home").toString();
    return AttuneCommand.run(all);
  }

  @Test
  void exitCodesTellSuccess() {
    String out = folder.resolve("mine").toString();
    assertThat(models("list", "--available")).isZero();
    assertThat(models("list", "--json")).isZero();
    assertThat(models("export", "icons-clip-s", out)).isZero();
    assertThat(models("export", "icons-clip-s", out)).isEqualTo(1);
    assertThat(models("import", out)).isZero();
    assertThat(folder.resolve("home/models/mine/model.safetensors")).exists();
    assertThat(models("import", out, "--name", "No")).isEqualTo(1);
    assertThat(models("remove", "mine")).isZero();
    assertThat(models("remove", "mine")).isEqualTo(1);
    assertThat(models("pull", "nothing")).isEqualTo(1);
    assertThat(models("pull")).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("home/models/mine"))).isFalse();
  }

  @Test
  void theBarIsOneLineOnATerminalAndFewElsewhere() {
    assertThat(bar(true)).containsOnlyOnce("\n");
    assertThat(bar(true)).contains("\r[######").contains("100% 2.0 MB of 2.0 MB");
    assertThat(bar(false).lines()).hasSize(11);
  }

  private static String bar(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (PullBar bar = new PullBar(out, terminal)) {
      for (int done = 0; done <= 2_000_000; done += 10_000) {
        bar.at(new PullProgress("m", State.DOWNLOADING, "w.pt", done, 2_000_000L, null));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
