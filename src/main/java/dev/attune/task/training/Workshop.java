package dev.attune.task.training;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.FeatureBanks;
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

  /** Folder in which models are put together. */
  Path scratch() {
    return home.resolve("cache").resolve("trainings");
  }
}
