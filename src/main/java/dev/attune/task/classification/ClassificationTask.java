package dev.attune.task.classification;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.dataset.ImageDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.MetricDefinition;
import dev.attune.problem.UnknownNameException;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptException;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.AdaptingRun;
import dev.attune.task.FeatureBanks;
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

/**
 * One class out of many for each picture, with prompts as the papers word them, or of one's own.
 */
@Component
public class ClassificationTask implements Task {
  private final DatasetCatalog datasets;
  private final ClassLibrary library;

  public ClassificationTask(
      DatasetCatalog datasets,
      ModelCatalog models,
      PromptCatalog prompts,
      AttuneProperties properties) {
    this.datasets = datasets;
    library = new ClassLibrary(models, prompts, FeatureBanks.folder(properties.home()));
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
  public void check(DatasetInfo set, Chosen<?> chosen, Rules rules) {
    library.check(chosen, () -> datasets.open(set.name()).classNames(), rules);
  }

  @Override
  public Map<String, String> files(Chosen<?> chosen) {
    return library.files(chosen);
  }

  @Override
  public Optional<Interactive> interactive() {
    return Optional.of(new ClassifyPicture(datasets, library));
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return open(spec, datasets.open(spec.dataset()), library, NDManager.newBaseManager());
    } catch (UnknownNameException | WeightsException | PromptException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a run.
   *
   * @param manager holds all of the run's arrays, and is closed with it
   */
  static TaskRun open(
      TaskSpec spec, ImageDataset dataset, ClassLibrary library, NDManager manager) {
    Classification classes =
        new Classification(
            library,
            manager,
            new ClassTexts.Asked(
                spec.model(), spec.chosen(), dataset.classNames(), spec.limit(), true));
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
