package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.attune.dataset.DatasetInfo;
import dev.attune.method.Question;
import dev.attune.metric.Mean;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.MetricLabel;
import dev.attune.metric.ScoreTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricLabelsTest {
  private static final Task CLIMBING =
      new Measuring(MetricDefinition.share("height", "Height", new Mean("height")));
  private static final Task RESTING = new Measuring();

  @Test
  void anUnknownMetricGoesByItsName() {
    MetricLabels labels = new MetricLabels(List.of(CLIMBING, RESTING));

    assertThat(labels.of("height")).isEqualTo(new MetricLabel("Height", false, true));
    assertThat(labels.of("depth")).isEqualTo(new MetricLabel("depth", false, true));
  }

  @Test
  void tasksMayShareAMetricButNotItsName() {
    Task alike = new Measuring(MetricDefinition.share("height", "Height", new Mean("metres")));
    Task unlike = new Measuring(MetricDefinition.error("height", "Height", new Mean("height")));

    assertThat(new MetricLabels(List.of(CLIMBING, alike)).of("height").title()).isEqualTo("Height");
    assertThatIllegalStateException()
        .isThrownBy(() -> new MetricLabels(List.of(CLIMBING, unlike)))
        .withMessageContaining("the metric height");
  }

  @Test
  void aTaskIsMeasuredByItsDefinitions() {
    ScoreTable before = new ScoreTable(List.of("height"));
    before.update(0, Map.of("height", 1.0));
    ScoreTable after = new ScoreTable(List.of("height"));
    after.update(0, Map.of("height", 3.0));

    assertThat(CLIMBING.metrics(after).get("height").value()).isEqualTo(3);
    assertThat(CLIMBING.gains(before, after).get("height").value()).isEqualTo(2);
    assertThat(RESTING.metrics(new ScoreTable(List.of()))).isEmpty();
    assertThat(RESTING.gains(before, after)).isEmpty();
  }

  /** A task of which only the metrics are asked. */
  private record Measuring(Map<String, MetricDefinition> metricDefinitions) implements Task {
    Measuring(MetricDefinition... metrics) {
      this(MetricDefinition.byName(List.of(metrics)));
    }

    @Override
    public String id() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<Question> questions() {
      return Set.of();
    }

    @Override
    public boolean accepts(DatasetInfo set) {
      return false;
    }

    @Override
    public TaskRun open(TaskSpec spec) {
      throw new UnsupportedOperationException();
    }
  }
}
