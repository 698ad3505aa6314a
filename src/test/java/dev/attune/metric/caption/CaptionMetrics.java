package dev.attune.metric.caption;

import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.metric.caption.meteor.Meteor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures a whole set of captions by their texts, on all cores. */
public final class CaptionMetrics {
  private final Meteor meteor;
  private final @Nullable Spice spice;

  /**
   * @param spice null where there is no parser
   */
  public CaptionMetrics(Meteor meteor, @Nullable Spice spice) {
    this.meteor = meteor;
    this.spice = spice;
  }

  /**
   * Each metric of the corpus, in the order of {@link CaptionScores#metrics}.
   *
   * @param candidates one for each image
   * @param references the image's captions, one list for each image
   * @throws IllegalArgumentException when there are no captions, or not as many lists, or a list is
   *     empty; it names the row
   */
  public Map<String, Double> evaluate(List<String> candidates, List<List<String>> references) {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("there are no captions to measure");
    }
    ScoreTable table = table(candidates, references);
    Map<String, Double> values = new LinkedHashMap<>();
    CaptionScores.metrics(extras())
        .forEach((name, metric) -> values.put(name, metric.compute(table)));
    return values;
  }

  /**
   * The rows from which the metrics are computed, by the captions' places.
   *
   * @throws IllegalArgumentException as {@link #evaluate} does
   */
  public ScoreTable table(List<String> candidates, List<List<String>> references) {
    if (candidates.size() != references.size()) {
      throw new IllegalArgumentException(
          "%d captions have %d lists of references"
              .formatted(candidates.size(), references.size()));
    }
    CaptionScores scores = new CaptionScores(CiderFrequencies.of(references), meteor, spice);
    List<Map<String, Double>> rows =
        IntStream.range(0, candidates.size())
            .parallel()
            .mapToObj(i -> scores.row(candidates.get(i), references.get(i), null))
            .toList();
    ScoreTable table = new ScoreTable(CaptionScores.columns(extras()));
    for (int i = 0; i < rows.size(); i++) {
      table.update(i, rows.get(i));
    }
    return table;
  }

  private Set<Extra> extras() {
    return spice == null ? EnumSet.noneOf(Extra.class) : EnumSet.of(Extra.SPICE);
  }
}
