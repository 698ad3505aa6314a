package dev.attune.task.classification;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.dataset.ImageDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.MetricDefinition;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.AdaptingRun;
import dev.attune.task.Interactive;
import dev.attune.task.Places;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** One class out of many for each picture, with prompts as the papers word them. */
@Component
public class ClassificationTask implements Task {
  private final DatasetCatalog datasets;
  private final ModelCatalog models;

  public ClassificationTask(DatasetCatalog datasets, ModelCatalog models) {
    this.datasets = datasets;
    this.models = models;
  }

  @Override
  public String id() {
    return "classification";
  }

  @Override
  public Set<Question> questions() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == Modality.CLASSES;
  }

  @Override
  public Facts.Candidates candidates(DatasetInfo set, Method<?> method) {
    return new Facts.Candidates(set.classes(), "classes of " + set.name());
  }

  @Override
  public Optional<Interactive> interactive() {
    return Optional.of(new ClassifyPicture(datasets, models));
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return open(spec, datasets.open(spec.dataset()), models, NDManager.newBaseManager());
    } catch (UnknownNameException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a run.
   *
   * @param manager holds all of the run's arrays, and is closed with it
   */
  static TaskRun open(TaskSpec spec, ImageDataset dataset, ModelCatalog models, NDManager manager) {
    Classification classes =
        new Classification(models, manager, spec.model(), dataset.classNames(), spec.limit());
    return new AdaptingRun(
        new Classification.OverSet(classes, dataset, spec.seed()),
        Places.of(spec, dataset),
        spec.chosen(),
        manager);
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return ClassificationScores.METRICS;
  }
}
