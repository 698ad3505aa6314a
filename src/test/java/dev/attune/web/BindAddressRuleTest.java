package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.AttuneApplication;
import dev.attune.settings.AttuneProperties;
import dev.attune.web.BindAddressRule.UnsafeAddressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

class BindAddressRuleTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(Properties.class, BindAddressRule.class)
          .withPropertyValues("attune.home=unused");

  @EnableConfigurationProperties({ServerProperties.class, AttuneProperties.class})
  static class Properties {}

  @Test
  void applicationDoesNotStartOpenToOthers() {
    assertThatThrownBy(
            () ->
                SpringApplication.run(
                    AttuneApplication.class,
                    "--server.address=0.0.0.0",
                    "--server.port=0",
                    "--attune.demo=false",
                    "--spring.datasource.url=jdbc:h2:mem:open"))
        .hasRootCauseInstanceOf(UnsafeAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server.address=0.0.0.0", "server.address=192.0.2.1", "server.address=::"})
  void refusesOtherAddressesWithoutCredentials(String address) {
    context
        .withPropertyValues(address)
        .run(c -> assertThat(c).getFailure().hasRootCauseInstanceOf(UnsafeAddressException.class));
  }

  @Test
  void refusesEveryAddress() {
    context.run(
        c -> {
          Throwable failure = c.getStartupFailure();
          assertThat(failure).hasRootCauseInstanceOf(UnsafeAddressException.class);
          FailureAnalysis analysis = new UnsafeAddressAnalyzer().analyze(failure);
          assertThat(analysis.getDescription())
              .isEqualTo("Attune would listen on every address without credentials.");
          assertThat(analysis.getAction())
              .contains("ATTUNE_SECURITY_PASSWORD", "ATTUNE_SECURITY_TOKENS", "server.address");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.5", "::1", "localhost"})
  void thisMachineNeedsNone(String address) {
    context.withPropertyValues("server.address=" + address).run(c -> assertThat(c).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"attune.security.tokens=t", "attune.security.password=p"})
  void credentialsAllowOtherAddresses(String credentials) {
    context
        .withPropertyValues("server.address=0.0.0.0", credentials)
        .run(c -> assertThat(c).hasNotFailed());
  }

  @Test
  void blankCredentialsAreNone() {
    context
        .withPropertyValues(
            "server.address=0.0.0.0", "attune.security.tokens= , ", "attune.security.password= ")
        .run(c -> assertThat(c).hasFailed());
  }
}
