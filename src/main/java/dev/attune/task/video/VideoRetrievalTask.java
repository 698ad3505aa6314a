package dev.attune.task.video;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.dataset.VideoDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelKind;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.Rules;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.VideoScores;
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
import dev.attune.vision.video.FrameCache;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.springframework.stereotype.Component;

/**
 * The video of a text out of all videos of a set, and the texts of a video out of all its texts
 * (ALGORITHMS 5). A sample is a video with its captions; what a method does not adapt is measured
 * as it is, so that all methods share one leaderboard.
 */
@Component
public class VideoRetrievalTask implements Task {
  static final List<Question> QUESTIONS = List.of(Question.TEXTS_OF_VIDEO, Question.VIDEOS_OF_TEXT);

  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Path features;
  private final FrameCache frames;

  public VideoRetrievalTask(
      DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
    this.datasets = datasets;
    this.models = models;
    features = FeatureBanks.folder(properties.home());
    frames =
        new FrameCache(
            properties.home().resolve("cache").resolve("frames"),
            properties.videos().maxCache().toBytes());
  }

  @Override
  public String id() {
    return "video-retrieval";
  }

  @Override
  public Set<Question> questions() {
    return Set.copyOf(QUESTIONS);
  }

  @Override
  public boolean accepts(DatasetInfo dataset) {
    return dataset.modality() == Modality.VIDEOS;
  }

  @Override
  public String modelKind() {
    return ModelKind.VIDEO_ENCODER;
  }

  /** How many texts a set has is known once it is read. */
  @Override
  public Facts.Candidates candidates(DatasetInfo dataset, Method<?> method) {
    return method.answers().contains(Question.TEXTS_OF_VIDEO)
        ? Facts.Candidates.UNLIMITED
        : new Facts.Candidates(dataset.size(), "videos of " + dataset.name());
  }

  /** A bank of queries, and what chooses by it, have nothing to do with what is measured. */
  @Override
  public void check(DatasetInfo dataset, Chosen<?> chosen, Rules rules) {
    HubnessSpec.of(chosen.options()).ifPresent(h -> check(dataset, chosen, h, rules));
    if (chosen.options() instanceof QbNormSpec.Normalising n && n.qbNorm() != null) {
      other(n.qbNorm().bank(), "qbNorm.bank", dataset, rules);
      other(n.qbNorm().heldOut(), "qbNorm.heldOut", dataset, rules);
    }
  }

  private void check(DatasetInfo dataset, Chosen<?> chosen, HubnessSpec hubness, Rules rules) {
    rules.require(
        !(chosen.options() instanceof QbNormSpec.Normalising n) || n.qbNorm() == null,
        "hubness",
        "does what qbNorm does in another way: take one of the two");
    int texts = Captions.of(datasets.videos(dataset.name())).texts().size();
    hubness.checkMemory(
        rules,
        QUESTIONS.stream()
            .filter(chosen.answers()::contains)
            .mapToInt(q -> q == Question.TEXTS_OF_VIDEO ? texts : dataset.size()));
  }

  private void other(String name, String leaf, DatasetInfo measured, Rules rules) {
    DatasetInfo other = datasets.find(name).orElse(null);
    if (other == null || !accepts(other)) {
      rules.broken(
          leaf, other == null ? "unknown data set " + name : name + " is no set of videos");
    } else if (other.fingerprint().equals(measured.fingerprint())) {
      rules.broken(leaf, "%s is what is measured: take another set".formatted(name));
    }
  }

  @Override
  public Optional<Interactive> interactive() {
    return Optional.of(new VideoSearch(datasets, models, features, frames));
  }

  @Override
  public TaskRun open(TaskSpec spec) {
    try {
      return open(spec, datasets::videos, models, features, frames, NDManager.newBaseManager());
    } catch (UnknownNameException | WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a run.
   *
   * @param sets gives sets of videos by their names
   * @param features folder of the features
   * @param frames that were decoded
   * @param manager holds all of the run's arrays, and is closed with it
   */
  static TaskRun open(
      TaskSpec spec,
      Function<String, VideoDataset> sets,
      ModelCatalog models,
      Path features,
      FrameCache frames,
      NDManager manager) {
    return new AdaptingRun(
        new OpenVideoRetrieval(spec, sets, models, features, frames, manager),
        Places.of(spec, sets.apply(spec.dataset())),
        spec.chosen(),
        manager);
  }

  /** A video is one query; of texts each caption is. */
  @Override
  public IntUnaryOperator queries(TaskSpec spec) {
    Set<Question> answers = spec.chosen().answers();
    int videos = answers.contains(Question.TEXTS_OF_VIDEO) ? 1 : 0;
    if (!answers.contains(Question.VIDEOS_OF_TEXT) || !spec.chosen().traits().adapts()) {
      return place -> 1;
    }
    VideoDataset set = datasets.videos(spec.dataset());
    Places places = Places.of(spec, set);
    return place -> videos + set.captions(places.index(place)).size();
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions() {
    return VideoScores.METRICS;
  }

  @Override
  public Map<String, MetricDefinition> metricDefinitions(ScoreTable scores) {
    return VideoScores.metrics(scores);
  }
}
