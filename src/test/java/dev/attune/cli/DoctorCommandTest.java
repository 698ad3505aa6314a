package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void home() {
    System.setProperty("attune.home", folder.resolve("home").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("attune.home");
    System.clearProperty("spring.datasource.url");
  }

  @Test
  void allThatWasFoundIsPrintedAndNothingIsMade() {
    String said = said(0);

    assertThat(said)
        .containsPattern("engine +PyTorch 2\\.7\\.1 from ")
        .containsPattern("device +cpu \\(attune.device is auto\\)")
        .containsPattern("memory +[\\d.]+ GB")
        .containsPattern("home +.*home, which the first start makes, [\\d.]+ [MG]B free")
        .containsPattern("database +.*attune, which the first start makes")
        .contains("icons-clip-s, built in");
    assertThat(Files.exists(folder.resolve("home"))).isFalse();
  }

  @Test
  void whatIsWrongIsSaidWithWhatToDo() throws Exception {
    Files.createDirectories(folder.resolve("home/models/mine"));
    Files.writeString(folder.resolve("home/models/mine/card.json"), "{");
    System.setProperty("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/x?password=hidden");

    String said = said(1);

    assertThat(said)
        .contains("mine, broken", "-> ", "models remove mine", "SPRING_DATASOURCE_URL")
        .doesNotContain("hidden");
  }

  private static String said(int status) {
    StringWriter said = new StringWriter();
    CommandLine line = AttuneCommand.line().setOut(new PrintWriter(said, true));
    assertThat(line.execute("doctor")).as(said::toString).isEqualTo(status);
    return said.toString();
  }
}
