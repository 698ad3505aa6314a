package dev.attune.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.settings.SettingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2UrlTest {

  @Test
  void noDelayIsAddedOrKept() {
    assertThat(durable("jdbc:h2:file:/x/db;DB_CLOSE_ON_EXIT=FALSE"))
        .isEqualTo("jdbc:h2:file:/x/db;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
    assertThat(durable("jdbc:h2:file:/x/db;write_delay=0"))
        .isEqualTo("jdbc:h2:file:/x/db;write_delay=0");
  }

  @Test
  void aDelayIsRefused() {
    assertThatThrownBy(() -> durable("jdbc:h2:~/db;WRITE_DELAY=500;MODE=LEGACY"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("WRITE_DELAY=500");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:/x/db;MODE=LEGACY, /x/db",
    "jdbc:h2:/x/db, /x/db",
    "jdbc:h2:file:./x/db, x/db"
  })
  void aFileIsOneProcesss(String url, Path file) {
    assertThat(H2Url.of(url).orElseThrow().file()).contains(file.toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:h2:mem:x", "jdbc:h2:tcp://host/x", "jdbc:h2:file:/x/db;AUTO_SERVER=TRUE"})
  void othersAreShared(String url) {
    assertThat(H2Url.of(url).orElseThrow().file()).isEmpty();
  }

  @Test
  void otherDatabasesAreLeftAlone() {
    assertThat(H2Url.of("jdbc:postgresql://host/attune")).isEmpty();
  }

  private static String durable(String url) {
    return H2Url.of(url).orElseThrow().durable();
  }
}
