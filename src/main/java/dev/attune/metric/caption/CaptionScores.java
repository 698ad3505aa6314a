package dev.attune.metric.caption;

import dev.attune.metric.Mean;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.metric.caption.meteor.MeteorScore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a caption, and what is measured. BLEU and METEOR are computed from sums over the
 * corpus, the others are means over captions; each can be resampled. Safe for many threads.
 */
public final class CaptionScores {
  /** What needs more than the texts. */
  public enum Extra {
    /** CLIPScore and RefCLIPScore: cosines of a CLIP model. */
    CLIP,
    /** SPICE: a parser. */
    SPICE
  }

  /**
   * Cosines of a caption after {@link ClipScore#TEXT_PREFIX}.
   *
   * @param image with its image
   * @param reference the highest with one of its references
   */
  public record ClipCosines(double image, double reference) {}

  private static final String CIDER = "cider";
  private static final String CLIP_SCORE = "clipScore";
  private static final String REF_CLIP_SCORE = "refClipScore";
  private static final String ROUGE_L = "rougeL";
  private static final String SPICE = "spice";

  private final Cider cider;
  private final Meteor meteor;
  private final @Nullable Spice spice;

  /**
   * @param frequencies of the whole set that is evaluated, not of a part of it
   * @param spice null where there is no parser; {@link Extra#SPICE} is absent then
   */
  public CaptionScores(CiderFrequencies frequencies, Meteor meteor, @Nullable Spice spice) {
    this.cider = new Cider(frequencies);
    this.meteor = meteor;
    this.spice = spice;
  }

  /** The columns of a table of scores. */
  public static List<String> columns(Set<Extra> extras) {
    List<String> columns = new ArrayList<>(List.of(CIDER, ROUGE_L));
    columns.addAll(Bleu.COLUMNS);
    columns.addAll(MeteorScore.COLUMNS);
    if (extras.contains(Extra.CLIP)) {
      columns.addAll(List.of(CLIP_SCORE, REF_CLIP_SCORE));
    }
    if (extras.contains(Extra.SPICE)) {
      columns.add(SPICE);
    }
    return List.copyOf(columns);
  }

  /**
   * What can be measured, in this order: CIDEr, which leads the leaderboard, CLIPScore,
   * RefCLIPScore, BLEU, METEOR, and so on.
   */
  public static Map<String, MetricDefinition> metrics(Set<Extra> extras) {
    List<MetricDefinition> metrics = new ArrayList<>();
    metrics.add(mean(CIDER, "CIDEr"));
    if (extras.contains(Extra.CLIP)) {
      metrics.add(mean(CLIP_SCORE, "CLIPScore"));
      metrics.add(mean(REF_CLIP_SCORE, "RefCLIPScore"));
    }
    for (int n = 1; n <= NGrams.MAX; n++) {
      metrics.add(MetricDefinition.share("bleu" + n, "BLEU-" + n, new Bleu(n)));
    }
    metrics.add(MetricDefinition.share("meteor", "METEOR", new MeteorScore()));
    metrics.add(mean(ROUGE_L, "ROUGE-L"));
    if (extras.contains(Extra.SPICE)) {
      metrics.add(mean(SPICE, "SPICE"));
    }
    return MetricDefinition.byName(metrics);
  }

  /** A metric that is called as the column it is the mean of. */
  private static MetricDefinition mean(String column, String title) {
    return MetricDefinition.share(column, title, new Mean(column));
  }

  /** What a table with these columns has beside the texts' scores. */
  public static Set<Extra> extras(List<String> columns) {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    if (columns.contains(CLIP_SCORE)) {
      extras.add(Extra.CLIP);
    }
    if (columns.contains(SPICE)) {
      extras.add(Extra.SPICE);
    }
    return extras;
  }

  /**
   * A sample's row.
   *
   * @param candidate the caption that was generated; it may be empty
   * @param references what people wrote, as they wrote it
   * @param cosines null where no CLIP model is at hand; {@link Extra#CLIP} is absent then
   * @throws IllegalArgumentException when there are no references
   */
  public Map<String, Double> row(
      String candidate, List<String> references, @Nullable ClipCosines cosines) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException(
          "the caption '%s' has no reference captions".formatted(candidate));
    }
    List<String> words = PtbTokenizer.words(candidate);
    List<List<String>> others = references.stream().map(PtbTokenizer::words).toList();
    Map<String, Double> row = new HashMap<>(Bleu.row(words, others));
    row.put(CIDER, cider.score(words, others));
    row.put(ROUGE_L, RougeL.score(words, others));
    row.putAll(MeteorScore.row(meteor.statistics(words, others)));
    if (cosines != null) {
      row.put(CLIP_SCORE, ClipScore.score(cosines.image()));
      row.put(REF_CLIP_SCORE, ClipScore.refScore(cosines.image(), cosines.reference()));
    }
    if (spice != null) {
      row.put(SPICE, spice.score(candidate, references));
    }
    return row;
  }
}
