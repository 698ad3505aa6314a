package dev.attune.task.training;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.HubException;
import dev.attune.hub.ModelHub;
import dev.attune.method.options.Rules;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.FeatureBanks;
import dev.attune.task.TaskException;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Where trainings find what they need, and leave what they make. */
@Component
public final class Workshop {
  private final DatasetCatalog datasets;
  private final ModelHub hub;
  private final Path home;

  @Autowired
  public Workshop(DatasetCatalog datasets, ModelHub hub, AttuneProperties properties) {
    this(datasets, hub, properties.home());
  }

  /**
   * @param home of Attune
   */
  public Workshop(DatasetCatalog datasets, ModelHub hub, Path home) {
    this.datasets = datasets;
    this.hub = hub;
    this.home = home;
  }

  /** Checks that a model can be given the name that an option holds. */
  void checkFree(String option, String name, Rules rules) {
    if (name.isEmpty()) {
      rules.broken(option, "must be given");
      return;
    }
    try {
      hub.checkFree(name);
    } catch (HubException e) {
      rules.broken(option, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Puts a model together and installs it, whole or not at all.
   *
   * @throws HubException when the name is taken by another model
   */
  void install(String name, MadeFolder.Filling filling) throws IOException {
    MadeFolder.install(hub, home.resolve("cache").resolve("trainings"), name, filling);
  }

  /**
   * Ends a training whose model nobody could install.
   *
   * @throws TaskException when the name is taken
   */
  void checkFree(String name) {
    if (hub.catalog().find(name).isPresent()) {
      throw new TaskException("%s is installed already".formatted(name));
    }
  }

  DatasetCatalog datasets() {
    return datasets;
  }

  ModelHub hub() {
    return hub;
  }

  /** Folder of features that are kept. */
  Path features() {
    return FeatureBanks.folder(home);
  }
}
