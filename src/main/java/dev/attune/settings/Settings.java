package dev.attune.settings;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** The settings of a process that starts no application, from the same places. */
public final class Settings {
  private Settings() {}

  /**
   * Reads environment, system properties and the files that an application would read.
   *
   * @throws SettingException where Attune's home cannot be used
   */
  public static AttuneProperties read() {
    return Binder.get(environment()).bind("attune", AttuneProperties.class).get();
  }

  /** As {@link #read()}, all of them, those of the framework too. */
  public static Environment environment() {
    StandardEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    HomeExpansion.expand(environment);
    return environment;
  }
}
