package dev.attune.task.captioning;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Question;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.problem.UnknownNameException;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.AdaptingRun;
import dev.attune.task.Interactive;
import dev.attune.task.Places;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * A sentence for each picture, compared with what people wrote. CLIPScore is by the CLIP that the
 * captioner's card names; of the built-in captioners that is the judge too, as there is no third
 * one that knows more than the policy. Of METEOR's paraphrases and SPICE's parser what lies in
 * Attune's home is used; see {@link CaptionResources}.
 */
@Component
public class CaptioningTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final CaptionResources resources;

  @Autowired
  public CaptioningTask(DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
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
  public Set<Question> questions() {
    return Set.of(Question.CAPTION_OF_IMAGE);
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == Modality.CAPTIONS;
  }

  @Override
  public String modelKind() {
    return "captioner";
  }

  @Override
  public Optional<Interactive> interactive() {
    return Optional.of(new CaptionPicture(models));
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return open(
          spec,
          datasets.captions(spec.dataset()),
          models,
          resources.get(),
          NDManager.newBaseManager());
    } catch (UnknownNameException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a run.
   *
   * @param manager holds all of the run's arrays, and is closed with it
   */
  static TaskRun open(
      TaskSpec spec,
      CaptionDataset dataset,
      ModelCatalog models,
      CaptionResources.Found resources,
      NDManager manager) {
    return new AdaptingRun(
        new OpenCaptioning(spec.model(), dataset, models, resources, manager),
        Places.of(spec, dataset),
        spec.chosen(),
        manager);
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return CaptionScores.metrics(EnumSet.allOf(CaptionScores.Extra.class));
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions(ScoreTable scores) {
    return CaptionScores.metrics(CaptionScores.extras(scores.columns()));
  }

  /** What captions are measured with, as in {@link #open(TaskSpec)}. */
  CaptionResources.Found resources() {
    return resources.get();
  }

  @Override
  public void readInstalled() {
    resources.get();
  }

  @Override
  public Map<String, String> metricNotes() {
    return resources.get().notes();
  }
}
