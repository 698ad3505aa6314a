package dev.attune.settings;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads {@code attune.home} before anything else does, so that the database's address and all
 * folders mean the same place.
 */
class HomeExpansion implements EnvironmentPostProcessor, Ordered {
  private static final String HOME = "attune.home";

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1; // application.yaml has its default
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    expand(environment);
  }

  static void expand(ConfigurableEnvironment environment) {
    String home = environment.getProperty(HOME);
    if (home != null && !home.isBlank()) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource(HOME, Map.of(HOME, Home.of(home).toString())));
    }
  }
}
