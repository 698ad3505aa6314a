package dev.attune.experiment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shards of workers that had different things installed. */
class ShardScoresTest {
  private static ShardScores scores(List<String> columns, double... row) {
    return new ShardScores(columns, List.of(row), List.of(row));
  }

  @Test
  void whatOnlyOneMeasuredIsLeftOut() {
    ShardScores with = scores(List.of("cider", "spice"), 0, 0.25, 0.5);
    ShardScores without = scores(List.of("cider"), 1, 0.75);

    for (ShardScores merged : List.of(with.merge(without), without.merge(with))) {
      assertThat(merged.columns()).containsExactly("cider");
      assertThat(merged.afterTable().column("cider")).containsExactly(0.25, 0.75);
      assertThat(merged.before()).hasSize(2);
    }
    assertThat(with.merge(ShardScores.NONE).columns()).containsExactly("cider", "spice");
  }
}
