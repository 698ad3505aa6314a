package dev.attune.experiment;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelUse;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Finds the unfinished experiments that need a model: as policy, judge or part of one. */
@Component
class UnfinishedModelUse implements ModelUse {
  private final ExperimentRepository experiments;
  private final ModelCatalog models;

  UnfinishedModelUse(ExperimentRepository experiments, ModelCatalog models) {
    this.experiments = experiments;
    this.models = models;
  }

  @Override
  public List<String> unfinishedWith(String model) {
    return experiments.active(ExperimentFinder.UNFINISHED, Limit.unlimited()).stream()
        .filter(e -> SpecModels.of(e.spec(), models).contains(model))
        .map(e -> e.id)
        .toList();
  }
}
