package dev.attune.experiment.store;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelUse;
import dev.attune.spec.SpecModels;
import dev.attune.spec.SpecReader;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the unfinished experiments that need a model: as policy, judge or part of one. */
@Component
class UnfinishedModelUse implements ModelUse {
  private final ExperimentRepository experiments;
  private final ModelCatalog models;
  private final SpecReader specs;

  UnfinishedModelUse(ExperimentRepository experiments, ModelCatalog models, SpecReader specs) {
    this.experiments = experiments;
    this.models = models;
    this.specs = specs;
  }

  @Override
  public List<String> unfinishedWith(String model) {
    return experiments.findByStatusIn(ExperimentFinder.UNFINISHED).stream()
        .filter(e -> SpecModels.of(e.spec(specs), models).contains(model))
        .map(e -> e.id)
        .toList();
  }
}
