package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turkish has two letters i, so that small letters of I differ; Arabic has digits of its own. */
class LocaleTest {
  @TempDir private Path home;

  @Test
  void aCommandSaysTheSameOnEveryMachine() throws Exception {
    String english = datasets("-Duser.language=en");
    assertThat(english).contains("icons-outline", "1000 samples");
    assertThat(datasets("-Duser.language=tr", "-Duser.country=TR")).isEqualTo(english);
    assertThat(datasets("-Duser.language=ar", "-Duser.extensions=u-nu-arab")).isEqualTo(english);
  }

  private String datasets(String... language) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(language));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AttuneApplication.class.getName());
    command.addAll(List.of("datasets", "list", "--home=" + home));
    Process process = new ProcessBuilder(command).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return text;
    }
  }
}
