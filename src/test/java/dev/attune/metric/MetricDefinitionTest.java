package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricDefinitionTest {
  private static final MetricDefinition HEIGHT =
      MetricDefinition.share("height", "Height", new Mean("height"));
  private static final MetricDefinition DEPTH =
      MetricDefinition.error("depth", "Depth", new Mean("depth"));

  @Test
  void keepsTheOrderAndRefusesANameTwice() {
    assertThat(MetricDefinition.byName(List.of(HEIGHT, DEPTH)).keySet())
        .containsExactly("height", "depth");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDefinition.byName(List.of(HEIGHT, DEPTH, HEIGHT)))
        .withMessageContaining("height");
  }

  @Test
  void saysHowItsValuesAreToBeRead() {
    assertThat(HEIGHT.label()).isEqualTo(new MetricLabel("Height", false, true));
    assertThat(DEPTH.label()).isEqualTo(new MetricLabel("Depth", true, true));
    assertThat(MetricDefinition.rank("place", "Place", HEIGHT).label())
        .isEqualTo(new MetricLabel("Place", true, false));
  }

  @Test
  void isTheMetricItDefines() {
    ScoreTable table = new ScoreTable(List.of("height"));
    table.update(0, Map.of("height", 1.0));
    table.update(1, Map.of("height", 2.0));

    assertThat(HEIGHT.compute(table)).isEqualTo(1.5);
    assertThat(new Bootstrap().estimates(table, Map.of("height", HEIGHT)))
        .isEqualTo(new Bootstrap().estimates(table, Map.of("height", new Mean("height"))));
  }
}
