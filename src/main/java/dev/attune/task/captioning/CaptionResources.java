package dev.attune.task.captioning;

import dev.attune.metric.caption.Spice;
import dev.attune.metric.caption.corenlp.CoreNlpException;
import dev.attune.metric.caption.corenlp.CoreNlpSceneGraphs;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.metric.caption.meteor.MeteorStage;
import dev.attune.metric.caption.meteor.ParaphraseTable;
import dev.attune.metric.caption.wordnet.Synonyms;
import dev.attune.metric.caption.wordnet.WordNetSynonyms;
import dev.attune.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What captions are measured with beside the texts, and what was found of it in Attune's home. All
 * is read once, when captions are measured for the first time. Safe for many threads.
 */
final class CaptionResources {
  private static final Logger LOG = LoggerFactory.getLogger(CaptionResources.class);

  /** METEOR's table of English paraphrases, as it is published; relative to Attune's home. */
  private static final String PARAPHRASES = "meteor/paraphrase-en.gz";

  /** The folder with CoreNLP's jars, relative to Attune's home. */
  private static final String CORENLP = "corenlp";

  private final Path home;
  private @Nullable Found found;

  /**
   * @param spice null where SPICE cannot be measured
   * @param notes by the metrics' names
   */
  record Found(Meteor meteor, @Nullable Spice spice, Map<String, String> notes) {}

  private record SpiceFound(@Nullable Spice spice, String note) {}

  CaptionResources(Path home) {
    this.home = home;
  }

  /**
   * @throws TaskException when METEOR's table is there and broken
   */
  synchronized Found get() {
    Found known = found;
    if (known == null) {
      Synonyms synonyms = new WordNetSynonyms();
      Meteor meteor = new Meteor(synonyms, paraphrases());
      SpiceFound spice = spice(synonyms);
      known =
          new Found(meteor, spice.spice(), Map.of("meteor", note(meteor), "spice", spice.note()));
      found = known;
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

  private static String note(Meteor meteor) {
    Set<MeteorStage> stages = meteor.stages();
    String names =
        stages.stream()
            .map(s -> s.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return stages.contains(MeteorStage.PARAPHRASE)
        ? "stages: " + names
        : "stages: %s; no paraphrases, as %s is not installed".formatted(names, PARAPHRASES);
  }

  private SpiceFound spice(Synonyms synonyms) {
    Path folder = home.resolve(CORENLP);
    if (!Files.isDirectory(folder)) {
      return new SpiceFound(
          null, "not measured, as there is no parser: CoreNLP is not installed in " + CORENLP);
    }
    try {
      CoreNlpSceneGraphs graphs = CoreNlpSceneGraphs.open(folder);
      return new SpiceFound(
          new Spice(graphs, synonyms), "scene graphs: CoreNLP " + graphs.version());
    } catch (CoreNlpException e) {
      String note = "not measured: %s in Attune's home: %s".formatted(CORENLP, e.getMessage());
      LOG.warn("SPICE is {}", note);
      return new SpiceFound(null, note);
    }
  }
}
