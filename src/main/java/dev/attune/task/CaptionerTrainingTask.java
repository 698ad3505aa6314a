package dev.attune.task;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelHub;
import dev.attune.settings.AttuneProperties;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Captioners that are trained. Losses are heard step by step, and nothing is measured in the end.
 */
@Component
class CaptionerTrainingTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelHub hub;
  private final Path features;
  private final Path scratch;

  CaptionerTrainingTask(DatasetCatalog datasets, ModelHub hub, AttuneProperties properties) {
    this.datasets = datasets;
    this.hub = hub;
    features = FeatureBanks.folder(properties.home());
    scratch = properties.home().resolve("cache").resolve("trainings");
  }

  @Override
  public String id() {
    return "training";
  }

  @Override
  public int samples(TaskSpec spec) {
    CaptionerTraining.Plan plan = training(spec).plan();
    try {
      return CaptionerTrainingRun.pieces(
          TrainingCaptions.of(datasets.captions(spec.dataset()), spec.limit(), plan.examples()),
          plan);
    } catch (NoSuchElementException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return new CaptionerTrainingRun(
          spec, training(spec), datasets.captions(spec.dataset()), hub, features, scratch);
    } catch (NoSuchElementException | WeightsException | IllegalArgumentException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  private static TaskSpec.Training training(TaskSpec spec) {
    return Objects.requireNonNull(spec.training());
  }
}
