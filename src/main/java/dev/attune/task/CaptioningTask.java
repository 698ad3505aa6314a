package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.settings.AttuneProperties;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * A sentence for each picture, compared with what people wrote. CLIPScore is by the CLIP that the
 * captioner's card names; before the built-in captioners that is the judge too, as there is no
 * third one that knows more than the policy. Of METEOR's paraphrases and SPICE's parser what lies
 * in Attune's home is used; see {@link CaptionResources}.
 */
@Component
class CaptioningTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final CaptionResources resources;

  @Autowired
  CaptioningTask(DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
    this(datasets, models, properties.home());
  }

  CaptioningTask(DatasetCatalog datasets, ModelCatalog models, Path home) {
    this.datasets = datasets;
    this.models = models;
    this.resources = new CaptionResources(home);
  }

  @Override
  public String id() {
    return "captioning";
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return new CaptioningRun(
          spec,
          datasets.captions(spec.dataset()),
          models,
          resources.get(),
          NDManager.newBaseManager());
    } catch (NoSuchElementException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return CaptionScores.metrics(EnumSet.allOf(CaptionScores.Extra.class));
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions(ScoreTable scores) {
    return CaptionScores.metrics(CaptionScores.extras(scores.columns()));
  }

  @Override
  public Map<String, String> metricNotes() {
    return resources.get().notes();
  }
}
