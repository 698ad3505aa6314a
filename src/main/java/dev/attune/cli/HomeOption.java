package dev.attune.cli;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.icons.BuiltInDatasets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where this installation keeps its things; the same choice as the application's. */
final class HomeOption {

  @Option(
      names = "--home",
      description = "Attune's home; by default ATTUNE_HOME, or else .attune in your home")
  private @Nullable Path home;

  Path get() {
    if (home != null) {
      return home;
    }
    String variable = System.getenv("ATTUNE_HOME");
    return variable == null || variable.isBlank()
        ? Path.of(System.getProperty("user.home"), ".attune")
        : Path.of(variable);
  }

  /** The data sets that are there, and the built-in ones. */
  DatasetCatalog datasets() {
    return new JoinedCatalog(
        new BuiltInDatasets(), new RegisteredDatasets(RegisteredDatasets.folder(get())));
  }
}
