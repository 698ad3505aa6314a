package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Captions that only the order of frames tells apart. */
class VideoScoresTest {
  private static final double[] TWO = {0.3, 0.2};

  @Test
  void aCaptionFindsItsOwnVideoBeforeTheReversedOneOrNot() {
    assertThat(VideoScores.order(TWO, new double[] {0.2, 0.3}, 3))
        .isEqualTo(Map.of("order0", 1.0, "order1", 0.0, "order2", -1.0));
    assertThat(VideoScores.order(TWO, new double[] {0.3, Double.NaN}, 2))
        .as("equal scores, and one that is no number")
        .isEqualTo(Map.of("order0", 0.5, "order1", 0.0));
  }

  @Test
  void eachSuchCaptionCountsAlikeAndEqualScoresAreAtChance() {
    ScoreTable table =
        table(
            VideoScores.order(TWO, new double[] {0.2, 0.3}, 2),
            VideoScores.order(new double[] {1}, new double[] {0}, 2),
            VideoScores.order(new double[0], new double[0], 2));
    assertThat(order(table)).isEqualTo(2.0 / 3);
    assertThat(order(table(VideoScores.order(TWO, TWO, 2)))).isEqualTo(0.5);
  }

  @Test
  void whereNoCaptionTellsAnOrderNoneIsMeasured() {
    assertThat(VideoScores.METRICS).containsKey("orderAccuracy");
    for (ScoreTable table :
        List.of(table(Map.of()), table(VideoScores.order(new double[0], new double[0], 2)))) {
      assertThat(VideoScores.metrics(table)).doesNotContainKey("orderAccuracy").hasSize(11);
    }
  }

  private static double order(ScoreTable table) {
    return Objects.requireNonNull(VideoScores.metrics(table).get("orderAccuracy")).compute(table);
  }

  @SafeVarargs
  private static ScoreTable table(Map<String, Double>... orders) {
    ScoreTable table = null;
    for (int i = 0; i < orders.length; i++) {
      Map<String, Double> row = new HashMap<>(VideoScores.row(0, new double[] {0}, 1));
      row.putAll(orders[i]);
      table = table == null ? new ScoreTable(List.copyOf(row.keySet())) : table;
      table.update(i, row);
    }
    return Objects.requireNonNull(table);
  }
}
