package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.RetrievalScores;
import dev.attune.settings.AttuneProperties;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/**
 * The texts of a picture out of all texts of a set, and the picture of a text out of all its
 * pictures. A sample is a picture with its captions; what a method does not adapt is measured as it
 * is, so that all methods share one leaderboard.
 */
@Component
class RetrievalTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Path cache;

  RetrievalTask(DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
    this.datasets = datasets;
    this.models = models;
    this.cache = FeatureBanks.folder(properties.home());
  }

  @Override
  public String id() {
    return "retrieval";
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return new RetrievalRun(
          spec, datasets.captions(spec.dataset()), models, cache, NDManager.newBaseManager());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return RetrievalScores.METRICS;
  }
}
