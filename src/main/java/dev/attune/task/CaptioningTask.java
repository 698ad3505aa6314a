package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.Bootstrap;
import dev.attune.metric.Estimate;
import dev.attune.metric.Metric;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.WordNetSynonyms;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.model.weights.WeightsException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A sentence for each picture, compared with what people wrote. CLIPScore is by the CLIP that the
 * captioner's card names; before the built-in captioners that is the judge too, as there is no
 * third one that knows more than the policy.
 */
@Component
class CaptioningTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Bootstrap bootstrap = new Bootstrap();
  private @Nullable Meteor meteor;

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
          spec, datasets.captions(spec.dataset()), models, meteor(), NDManager.newBaseManager());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, Estimate> metrics(ScoreTable scores) {
    return bootstrap.estimates(scores, kept(scores));
  }

  @Override
  public Map<String, Estimate> gains(ScoreTable before, ScoreTable after) {
    return bootstrap.differences(before, after, kept(after));
  }

  private static Map<String, Metric> kept(ScoreTable scores) {
    return CaptionScores.metrics(CaptionScores.extras(scores.columns()));
  }

  /** Reads WordNet when captions are measured for the first time. */
  private synchronized Meteor meteor() {
    Meteor known = meteor;
    if (known == null) {
      known = new Meteor(new WordNetSynonyms(), null);
      meteor = known;
    }
    return known;
  }
}
