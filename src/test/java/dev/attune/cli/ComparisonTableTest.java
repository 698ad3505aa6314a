package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.experiment.LocalExperiments;
import dev.attune.experiment.LocalResult;
import dev.attune.experiment.domain.Provenance;
import dev.attune.metric.Estimate;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final List<String> SETS = List.of("icons");
  private static final Map<String, List<LocalResult>> RESULTS;
  private static final ComparisonTable TABLE;

  static {
    try (LocalExperiments experiments = LocalExperiments.open()) {
      RESULTS = Map.of("zero-shot", List.of(result(experiments)));
      TABLE = new ComparisonTable(experiments.labels());
    }
  }

  @Test
  void showsTheFirstMetricUnlessTold() {
    assertThat(TABLE.of(List.of(), SETS, RESULTS))
        .containsOnlyOnce("###")
        .contains(
            "### Top-1 accuracy",
            "| icons | 2 | 50.0 [40.0, 60.0] | 75.0 (+25.0 [-10.0, +30.0]) |");
  }

  @Test
  void showsOneTableForEachMetricAndRanksAsRanks() {
    assertThat(TABLE.of(List.of("all"), SETS, RESULTS))
        .containsSubsequence("### Top-1 accuracy", "### Image to text, median rank")
        .contains("| icons | 2 | 3.0 [2.0, 4.0] | 1.0 (-2.0 [-3.0, +0.0]) |");
    assertThat(TABLE.of(List.of("i2tMedianRank"), SETS, RESULTS)).doesNotContain("Top-1");
  }

  @Test
  void namesTheMetricsThatThereAre() {
    assertThatThrownBy(() -> TABLE.of(List.of("top1", "f1"), SETS, RESULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--metrics: there is no f1, but top1, i2tMedianRank");
  }

  private static LocalResult result(LocalExperiments experiments) {
    ExperimentSpec spec =
        experiments.resolve(
            new ExperimentRequest(null, "zero-shot", null, "icons", null, 2, null, null, null));
    return new LocalResult(
        spec,
        2,
        0,
        null,
        both(new Estimate(0.75, 0.7, 0.8), new Estimate(1, 1, 2)),
        both(new Estimate(0.5, 0.4, 0.6), new Estimate(3, 2, 4)),
        both(new Estimate(0.25, -0.1, 0.3), new Estimate(-2, -3, 0)),
        new Provenance(
            "", "", Map.of(), Map.of(), "", "", List.of(), 1, 0, Map.of(), Map.of(), Map.of()),
        0.5);
  }

  private static Map<String, Estimate> both(Estimate top1, Estimate rank) {
    Map<String, Estimate> values = new LinkedHashMap<>();
    values.put("top1", top1);
    values.put("i2tMedianRank", rank);
    return values;
  }
}
