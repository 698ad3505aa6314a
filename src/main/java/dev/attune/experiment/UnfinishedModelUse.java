package dev.attune.experiment;

import dev.attune.hub.ModelUse;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Finds the unfinished experiments that need a model: as policy, as judge, as context vectors. */
@Component
class UnfinishedModelUse implements ModelUse {
  private final ExperimentRepository experiments;

  UnfinishedModelUse(ExperimentRepository experiments) {
    this.experiments = experiments;
  }

  @Override
  public List<String> unfinishedWith(String model) {
    return experiments.active(ExperimentFinder.UNFINISHED, Limit.unlimited()).stream()
        .filter(e -> uses(e.spec(), model))
        .map(e -> e.id)
        .toList();
  }

  private static boolean uses(ExperimentSpec spec, String model) {
    return spec.model().equals(model)
        || spec.method().reward().models().contains(model)
        || model.equals(spec.method().contextVectors());
  }
}
