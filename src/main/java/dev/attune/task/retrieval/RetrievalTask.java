package dev.attune.task.retrieval;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.Rules;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.RetrievalScores;
import dev.attune.problem.UnknownNameException;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.springframework.stereotype.Component;

/**
 * The texts of a picture out of all texts of a set, and the picture of a text out of all its
 * pictures. A sample is a picture with its captions; what a method does not adapt is measured as it
 * is, so that all methods share one leaderboard.
 */
@Component
public class RetrievalTask implements Task {
  static final List<Question> QUESTIONS = List.of(Question.TEXTS_OF_IMAGE, Question.IMAGES_OF_TEXT);

  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Path cache;

  public RetrievalTask(DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
    this.datasets = datasets;
    this.models = models;
    this.cache = FeatureBanks.folder(properties.home());
  }

  @Override
  public String id() {
    return "retrieval";
  }

  @Override
  public Set<Question> questions() {
    return Set.copyOf(QUESTIONS);
  }

  @Override
  public boolean accepts(DatasetInfo set) {
    return set.modality() == Modality.CAPTIONS;
  }

  /** How many texts a set has is known once it is read. */
  @Override
  public Facts.Candidates candidates(DatasetInfo set, Method<?> method) {
    return method.answers().contains(Question.TEXTS_OF_IMAGE)
        ? Facts.Candidates.UNLIMITED
        : new Facts.Candidates(set.size(), "pictures of " + set.name());
  }

  /** What is remembered against hubs has to be held. */
  @Override
  public void check(DatasetInfo set, Chosen<?> chosen, Rules rules) {
    HubnessSpec.of(chosen.options())
        .ifPresent(
            hubness -> {
              int texts = CaptionIndex.of(datasets.captions(set.name())).texts().size();
              hubness.checkMemory(
                  rules,
                  QUESTIONS.stream()
                      .filter(chosen.answers()::contains)
                      .mapToInt(q -> q == Question.TEXTS_OF_IMAGE ? texts : set.size()));
            });
  }

  @Override
  public Optional<Interactive> interactive() {
    return Optional.of(new Search(datasets, models, cache));
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return open(
          spec, datasets.captions(spec.dataset()), models, cache, NDManager.newBaseManager());
    } catch (UnknownNameException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a run.
   *
   * @param cache folder of the features
   * @param manager holds all of the run's arrays, and is closed with it
   */
  static TaskRun open(
      TaskSpec spec, CaptionDataset dataset, ModelCatalog models, Path cache, NDManager manager) {
    return new AdaptingRun(
        new OpenRetrieval(spec, dataset, models, cache, manager),
        Places.of(spec, dataset),
        spec.chosen(),
        manager);
  }

  /** A picture is one query; of texts each caption is. */
  @Override
  public IntUnaryOperator queries(TaskSpec spec) {
    Set<Question> answers = spec.chosen().answers();
    int pictures = answers.contains(Question.TEXTS_OF_IMAGE) ? 1 : 0;
    if (!answers.contains(Question.IMAGES_OF_TEXT) || !spec.chosen().traits().adapts()) {
      return place -> 1;
    }
    CaptionDataset set = datasets.captions(spec.dataset());
    Places places = Places.of(spec, set);
    return place -> pictures + set.captions(places.index(place)).size();
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return RetrievalScores.METRICS;
  }
}
