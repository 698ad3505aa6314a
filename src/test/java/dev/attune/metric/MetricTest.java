package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static final Offset<Double> AT = within(1e-12);

  @Test
  void accuracyCountsRanksBelowK() {
    ScoreTable table = table("rank", 0, 1, 4, 5, 0);
    assertThat(new Accuracy("rank", 1).compute(table)).isEqualTo(2 / 5.0);
    assertThat(new Accuracy("rank", 5).compute(table)).isEqualTo(4 / 5.0);
    assertThat(new Accuracy("rank", 1).on(table).compute(new int[] {3, 0, 0, 2, 0}))
        .isEqualTo(3 / 5.0);
  }

  @Test
  void meanIsWeighted() {
    ScoreTable table = table("x", 1, 2, 6);
    assertThat(new Mean("x").compute(table)).isEqualTo(3);
    assertThat(new Mean("x").on(table).compute(new int[] {0, 1, 2})).isCloseTo(14 / 3.0, AT);
  }

  @Test
  void calibrationErrorWeighsTheBinsByTheirSamples() {
    // two bins: (0.3, 0.5] has mean 0.4 and accuracy 1/2; 0.9 and 0.7 have mean 0.8 and accuracy 1
    ScoreTable table = new ScoreTable(List.of("confidence", "rank"));
    table.update(0, Map.of("confidence", 0.3, "rank", 0.0));
    table.update(1, Map.of("confidence", 0.5, "rank", 2.0));
    table.update(2, Map.of("confidence", 0.9, "rank", 0.0));
    table.update(3, Map.of("confidence", 0.7, "rank", 0.0));
    Metric ece = new CalibrationError("confidence", "rank", 2);
    assertThat(ece.compute(table)).isCloseTo(0.5 * 0.1 + 0.5 * 0.2, AT);
    assertThat(ece.on(table).compute(new int[] {1, 1, 2, 0})).isCloseTo(0.5 * 0.1 + 0.5 * 0.1, AT);
  }

  @Test
  void calibrationErrorTakesTheEndsOfTheRange() {
    ScoreTable table = new ScoreTable(List.of("confidence", "rank"));
    table.update(0, Map.of("confidence", 0.0, "rank", 0.0));
    table.update(1, Map.of("confidence", 1.0, "rank", 0.0));
    assertThat(new CalibrationError("confidence", "rank", 15).compute(table)).isEqualTo(0.5);
  }

  @Test
  void perClassSplitsByLabel() {
    ScoreTable table = new ScoreTable(List.of("rank", "label"));
    table.update(5, Map.of("rank", 0.0, "label", 7.0));
    table.update(1, Map.of("rank", 3.0, "label", 7.0));
    table.update(3, Map.of("rank", 1.0, "label", 2.0));
    assertThat(PerClass.of(table, "label", new Accuracy("rank", 1)))
        .containsExactly(
            Map.entry(2, new PerClass.ClassValue(1, 0)),
            Map.entry(7, new PerClass.ClassValue(2, 0.5)));
  }

  @Test
  void aMissingColumnIsNamed() {
    ScoreTable table = table("rank", 0);
    assertThatThrownBy(() -> new Mean("reward").compute(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reward");
  }

  static ScoreTable table(String column, double... values) {
    ScoreTable table = new ScoreTable(List.of(column));
    for (int i = 0; i < values.length; i++) {
      table.update(i, Map.of(column, values[i]));
    }
    return table;
  }
}
