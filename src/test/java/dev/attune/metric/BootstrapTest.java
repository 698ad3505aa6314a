package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Map<String, Metric> MEAN = Map.of("mean", new Mean("x"));

  @Test
  void theIntervalIsThatOfTheNormalApproximation() {
    // 400 samples of which a quarter is right: standard error sqrt(0.25 * 0.75 / 400) = 0.02165
    double[] ranks = new double[400];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = i % 4 == 0 ? 0 : 1;
    }
    Estimate top1 =
        only(
            new Bootstrap()
                .estimates(MetricTest.table("x", ranks), Map.of("top1", new Accuracy("x", 1))));
    assertThat(top1.value()).isEqualTo(0.25);
    assertThat(top1.low()).isCloseTo(0.25 - 1.96 * 0.02165, within(0.006));
    assertThat(top1.high()).isCloseTo(0.25 + 1.96 * 0.02165, within(0.006));
  }

  @Test
  void pairingCancelsWhatTheSamplesHaveInCommon() {
    double[] before = noise(300, 100, 1);
    double[] after = before.clone();
    double[] gain = noise(300, 1, 2);
    for (int i = 0; i < after.length; i++) {
      after[i] += 0.5 + gain[i];
    }
    ScoreTable a = MetricTest.table("x", before);
    ScoreTable b = MetricTest.table("x", after);
    Estimate alone = only(new Bootstrap().estimates(b, MEAN));
    Estimate paired = only(new Bootstrap().differences(a, b, MEAN));
    assertThat(alone.high() - alone.low()).isGreaterThan(15);
    assertThat(paired.value()).isCloseTo(0.5, within(0.2));
    assertThat(paired.low()).isPositive().isLessThan(paired.value());
    assertThat(paired.high() - paired.low()).isLessThan(0.3);
  }

  @Test
  void aTableDoesNotDifferFromItself() {
    ScoreTable table = MetricTest.table("x", noise(50, 1, 3));
    assertThat(only(new Bootstrap().differences(table, table, MEAN)))
        .isEqualTo(new Estimate(0, 0, 0));
  }

  @Test
  void orderAndMergingDoNotChangeADigit() {
    double[] values = noise(200, 1, 4);
    ScoreTable whole = MetricTest.table("x", values);
    List<Integer> shuffled = new ArrayList<>(whole.indices());
    Collections.shuffle(shuffled, new Random(5));
    List<ScoreTable> shards = new ArrayList<>();
    for (int from = 0; from < values.length; from += 30) {
      ScoreTable shard = new ScoreTable(List.of("x"));
      for (int i : shuffled.subList(from, Math.min(from + 30, values.length))) {
        shard.update(i, Map.of("x", values[i]));
      }
      shards.add(shard);
    }
    ScoreTable merged = new ScoreTable(List.of("x"));
    shards.forEach(merged::merge);
    // a shard that ran twice, and a round trip through plain rows
    merged.merge(ScoreTable.ofRows(List.of("x"), shards.get(0).toRows()));
    assertThat(new Bootstrap().estimates(merged, MEAN))
        .isEqualTo(new Bootstrap().estimates(whole, MEAN));
  }

  @Test
  void metricsShareTheResamples() {
    ScoreTable table = MetricTest.table("x", noise(40, 1, 6));
    Map<String, Estimate> both =
        new Bootstrap().estimates(table, Map.of("a", new Mean("x"), "b", new Mean("x")));
    assertThat(both.get("a")).isEqualTo(both.get("b"));
  }

  @Test
  void tablesOfDifferentSamplesAreNotCompared() {
    ScoreTable a = MetricTest.table("x", 1, 2, 3);
    ScoreTable b = MetricTest.table("x", 1, 2);
    b.update(7, Map.of("x", 3.0));
    assertThatThrownBy(() -> new Bootstrap().differences(a, b, MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same samples");
  }

  @Test
  void noSamplesGiveNoEstimate() {
    assertThatThrownBy(() -> new Bootstrap().estimates(MetricTest.table("x"), MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no samples");
  }

  @Test
  void quantilesAreInterpolated() {
    double[] sorted = {1, 2, 4, 8};
    assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
    assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
    assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
  }

  private static Estimate only(Map<String, Estimate> estimates) {
    assertThat(estimates).hasSize(1);
    return Objects.requireNonNull(estimates.values().iterator().next());
  }

  private static double[] noise(int n, double deviation, long seed) {
    Random random = new Random(seed);
    return random.doubles(n).map(u -> (u - 0.5) * Math.sqrt(12) * deviation).toArray();
  }
}
