package dev.attune.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where Attune keeps its files. */
final class HomeOption {
  @Option(
      names = "--home",
      description = "Attune's folder; ATTUNE_HOME, or else .attune in the home folder",
      defaultValue = "${sys:attune.home:-${env:ATTUNE_HOME:-${sys:user.home}/.attune}}")
  private Path home = Path.of("");

  Path path() {
    return home;
  }
}
