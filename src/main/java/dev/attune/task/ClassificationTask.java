package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.MetricDefinition;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/** One class out of many for each picture, with prompts as the papers word them. */
@Component
class ClassificationTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;

  ClassificationTask(DatasetCatalog datasets, ModelCatalog models) {
    this.datasets = datasets;
    this.models = models;
  }

  @Override
  public String id() {
    return "classification";
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return new ClassificationRun(
          spec, datasets.open(spec.dataset()), models, NDManager.newBaseManager());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return ClassificationScores.METRICS;
  }
}
