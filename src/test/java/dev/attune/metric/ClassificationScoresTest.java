package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attune.Fixtures;
import dev.attune.Fixtures.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationScoresTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("selection_and_losses");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void accuracyEqualsTheRecordedOne(Fixtures.Case c) {
    Tensors tensors = c.tensors();
    float[] logits = tensors.get("in.logits").floats();
    int classes = (int) tensors.get("in.logits").shape()[1];
    long[] targets = tensors.get("in.targets").longs();
    ScoreTable table = new ScoreTable(ClassificationScores.COLUMNS);
    for (int i = 0; i < targets.length; i++) {
      float[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
      table.update(i, ClassificationScores.row(row, (int) targets[i]));
    }
    Map<String, Estimate> metrics = new Bootstrap().estimates(table, ClassificationScores.METRICS);
    assertThat(metrics.keySet()).containsExactly("top1", "top5", "ece");
    assertThat(100 * value(metrics, "top1"))
        .isCloseTo(c.get("expected", "acc1").asDouble(), within(1e-4));
    assertThat(100 * value(metrics, "top5"))
        .isCloseTo(c.get("expected", "acc5").asDouble(), within(1e-4));
  }

  @Test
  void theRowHoldsRankAndSoftmax() {
    float[] logits = {0, (float) Math.log(3), 0};
    assertThat(ClassificationScores.row(logits, 1))
        .containsEntry("rank", 0.0)
        .containsEntry("label", 1.0)
        .hasEntrySatisfying("confidence", p -> assertThat(p).isCloseTo(0.6, within(1e-6)));
    assertThat(ClassificationScores.row(logits, 0)).containsEntry("rank", 1.0);
    assertThat(ClassificationScores.row(logits, 2)).containsEntry("rank", 2.0);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    assertThat(ClassificationScores.row(new float[] {1e30f, -1e30f}, 0))
        .containsEntry("confidence", 1.0);
  }

  @Test
  void aDivergedModelGainsNothing() {
    float[] logits = {Float.NaN, Float.NaN, Float.NaN};
    assertThat(ClassificationScores.row(logits, 0))
        .containsEntry("rank", 2.0)
        .containsEntry("confidence", 0.0);
  }

  private static double value(Map<String, Estimate> metrics, String name) {
    return Objects.requireNonNull(metrics.get(name)).value();
  }
}
