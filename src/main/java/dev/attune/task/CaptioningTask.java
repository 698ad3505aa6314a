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
import dev.attune.metric.caption.meteor.MeteorStage;
import dev.attune.metric.caption.meteor.ParaphraseTable;
import dev.attune.model.weights.WeightsException;
import dev.attune.settings.AttuneProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * A sentence for each picture, compared with what people wrote. CLIPScore is by the CLIP that the
 * captioner's card names; before the built-in captioners that is the judge too, as there is no
 * third one that knows more than the policy. METEOR matches paraphrases where its table lies in
 * Attune's home as {@code meteor/paraphrase-en.gz}.
 */
@Component
class CaptioningTask implements Task {
  /** METEOR's table of English paraphrases, as it is published; relative to Attune's home. */
  private static final String PARAPHRASES = "meteor/paraphrase-en.gz";

  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Path home;
  private final Bootstrap bootstrap = new Bootstrap();
  private @Nullable Meteor meteor;

  @Autowired
  CaptioningTask(DatasetCatalog datasets, ModelCatalog models, AttuneProperties properties) {
    this(datasets, models, properties.home());
  }

  CaptioningTask(DatasetCatalog datasets, ModelCatalog models, Path home) {
    this.datasets = datasets;
    this.models = models;
    this.home = home;
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

  @Override
  public Map<String, String> metricNotes() {
    Set<MeteorStage> stages = meteor().stages();
    String names =
        stages.stream()
            .map(s -> s.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return Map.of(
        "meteor",
        stages.contains(MeteorStage.PARAPHRASE)
            ? "stages: " + names
            : "stages: %s; no paraphrases, as %s is not installed".formatted(names, PARAPHRASES));
  }

  /** Reads WordNet and the paraphrases when captions are measured for the first time. */
  private synchronized Meteor meteor() {
    Meteor known = meteor;
    if (known == null) {
      known = new Meteor(new WordNetSynonyms(), paraphrases());
      meteor = known;
    }
    return known;
  }

  private @Nullable ParaphraseTable paraphrases() {
    Path table = home.resolve(PARAPHRASES);
    try {
      return Files.exists(table) ? ParaphraseTable.read(table) : null;
    } catch (IOException e) {
      throw new TaskException(
          "%s in Attune's home is no paraphrase table of METEOR: replace or remove it"
              .formatted(PARAPHRASES),
          e);
    }
  }
}
