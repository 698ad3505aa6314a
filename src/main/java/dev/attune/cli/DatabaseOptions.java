package dev.attune.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which database a command works on; by default the one in Attune's home, while nobody serves. */
final class DatabaseOptions {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--url",
      description = "of the database, jdbc:...; the one in Attune's home by default")
  private @Nullable String url;

  @Option(
      names = "--user",
      description = "of the database; none by default, as Attune's own database has none")
  private String user = "";

  @Option(names = "--password", description = "of that user; none by default")
  private String password = "";

  String url() {
    return url == null ? "jdbc:h2:file:" + home.get().resolve("attune") : url;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }
}
