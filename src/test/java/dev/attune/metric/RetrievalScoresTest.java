package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RetrievalScoresTest {

  @Test
  void theBestRightAnswerCounts() {
    float[] scores = {1, 5, 3, 5, 2};
    assertThat(RetrievalScores.rank(scores, new int[] {1})).isZero();
    assertThat(RetrievalScores.rank(scores, new int[] {3})).as("ties go by index").isEqualTo(1);
    assertThat(RetrievalScores.rank(scores, new int[] {3, 1})).isZero();
    assertThat(RetrievalScores.rank(scores, new int[] {0, 4})).isEqualTo(3);
  }

  @Test
  void aModelThatDivergedGainsNothing() {
    float[] scores = {Float.NaN, 1, Float.NaN, 2};
    assertThat(RetrievalScores.rank(scores, new int[] {0})).isEqualTo(3);
    assertThat(RetrievalScores.rank(scores, new int[] {3})).isEqualTo(2);
    assertThat(RetrievalScores.rank(scores, new int[] {0, 3})).isEqualTo(2);
  }

  @Test
  void picturesAreMeasuredWithTheirCaptions() {
    ScoreTable table = new ScoreTable(List.copyOf(RetrievalScores.row(0, new int[0], 3).keySet()));
    table.update(0, RetrievalScores.row(0, new int[] {0, 7, 20}, 3));
    table.update(1, RetrievalScores.row(6, new int[] {3}, 3));
    assertThat(compute("i2tR1", table)).isEqualTo(0.5);
    assertThat(compute("i2tR10", table)).isEqualTo(1);
    assertThat(compute("t2iR1", table)).isEqualTo(0.25);
    assertThat(compute("t2iR5", table)).isEqualTo(0.5);
    assertThat(compute("t2iR10", table)).isEqualTo(0.75);
    assertThat(compute("i2tMean", table)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(compute("t2iMean", table)).isEqualTo(0.5);
    assertThat(compute("meanRecall", table)).isCloseTo(7 / 12.0, within(1e-12));
    assertThat(compute("rsum", table)).isCloseTo(3.5, within(1e-12));
    assertThat(compute("i2tMedianRank", table)).isEqualTo(4);
    assertThat(compute("t2iMedianRank", table)).isEqualTo(6);
    assertThat(compute("t2iR50", table)).isEqualTo(1);
    MedianRank median = new MedianRank(RetrievalScores.T2I_RANK);
    assertThat(median.on(table).compute(new int[] {0, 2})).isEqualTo(4);
    assertThat(new Recall(RetrievalScores.T2I_RANK, 5).on(table).compute(new int[] {1, 3}))
        .isEqualTo(4 / 6.0);
    assertThatThrownBy(() -> new Recall("x", 1).on(table)).hasMessageContaining("no column x");
  }

  @Test
  void theHeadlineComesFirst() {
    assertThat(RetrievalScores.METRICS.keySet())
        .containsExactly(
            "meanRecall",
            "rsum",
            "i2tR1",
            "i2tR5",
            "i2tR10",
            "t2iR1",
            "t2iR5",
            "t2iR10",
            "i2tMean",
            "t2iMean",
            "i2tMedianRank",
            "t2iMedianRank",
            "t2iR50");
  }

  private static double compute(String metric, ScoreTable table) {
    return Objects.requireNonNull(RetrievalScores.METRICS.get(metric)).compute(table);
  }
}
