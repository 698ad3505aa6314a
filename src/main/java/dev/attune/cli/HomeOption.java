package dev.attune.cli;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.settings.Home;
import dev.attune.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where this installation keeps its things; the same choice as the application's. */
final class HomeOption {

  @Option(
      names = "--home",
      description = "Attune's home; by default ATTUNE_HOME, or else .attune in your home")
  private @Nullable String home;

  Path get() {
    return home == null ? Settings.read().home() : Home.of(home);
  }

  /** The data sets that are there, and the built-in ones. */
  DatasetCatalog datasets() {
    return new JoinedCatalog(
        new BuiltInDatasets(), new RegisteredDatasets(RegisteredDatasets.folder(get())));
  }
}
