package dev.attune.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class HomeTest {
  private static final Path USER = Path.of(System.getProperty("user.home"));

  @ParameterizedTest
  @CsvSource({"~, ''", "~/.attune, .attune", "~/a/../b, b", "' ~/.attune ', .attune"})
  void aTildeIsTheUsersFolder(String written, String below) {
    assertThat(Home.of(written)).isEqualTo(USER.resolve(below));
  }

  @Test
  void whatIsRelativeBeginsWhereTheProcessWasStarted() {
    assertThat(Home.of("x/y")).isEqualTo(Path.of("x/y").toAbsolutePath());
    assertThat(Home.of("./~x")).isEqualTo(Path.of("~x").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource({"/tmp/a;b, semicolon", "~bob/attune, another user's tilde"})
  void aHomeThatCannotBeOneIsNamed(String written, String reason) {
    assertThatThrownBy(() -> Home.of(written))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(written)
        .hasMessageContaining(reason);
  }

  @Test
  void databaseAndFoldersMeanTheSamePlace() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "yaml", Map.of("attune.home", "~/here", "url", "jdbc:h2:file:${attune.home}/db")));

    new HomeExpansion().postProcessEnvironment(environment, new SpringApplication());

    assertThat(environment.getProperty("attune.home")).isEqualTo(USER.resolve("here").toString());
    assertThat(environment.getProperty("url"))
        .isEqualTo("jdbc:h2:file:%s/db", USER.resolve("here"));
  }

  @Test
  void nothingIsWrittenIntoAHomeThatIsRefused(@TempDir Path folder) {
    Path home = folder.resolve("a;b");
    SpringApplication application = new SpringApplication(HomeTest.class);

    assertThatThrownBy(() -> application.run("--attune.home=" + home))
        .isInstanceOf(SettingException.class);

    assertThat(Files.exists(home)).isFalse();
    FailureAnalysis told =
        new SettingAnalyzer().analyze(new SettingException("what is wrong", "what to do"));
    assertThat(told.getDescription()).isEqualTo("what is wrong");
    assertThat(told.getAction()).isEqualTo("what to do");
  }

  @Test
  void aCommandReadsTheSettingsOfTheServer() {
    System.setProperty("attune.home", "~/there");
    try {
      assertThat(Settings.read().home()).isEqualTo(USER.resolve("there"));
    } finally {
      System.clearProperty("attune.home");
    }
  }
}
