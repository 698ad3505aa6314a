package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.Bootstrap;
import dev.attune.metric.CaptionScores;
import dev.attune.metric.Estimate;
import dev.attune.metric.ScoreTable;
import dev.attune.model.weights.WeightsException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/** A sentence for each picture, compared with what people wrote. */
@Component
class CaptioningTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Bootstrap bootstrap = new Bootstrap();

  CaptioningTask(DatasetCatalog datasets, ModelCatalog models) {
    this.datasets = datasets;
    this.models = models;
  }

  @Override
  public String id() {
    return "captioning";
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return new CaptioningRun(
          spec, datasets.captions(spec.dataset()), models, NDManager.newBaseManager());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, Estimate> metrics(ScoreTable scores) {
    return bootstrap.estimates(scores, CaptionScores.METRICS);
  }

  @Override
  public Map<String, Estimate> gains(ScoreTable before, ScoreTable after) {
    return bootstrap.differences(before, after, CaptionScores.METRICS);
  }
}
