package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.method.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void theBestComeFirstAndFewerWhereThereAreFewer() {
    float[] scores = {1, 3, 2};
    assertThat(Ranking.top(scores, 2)).containsExactly(1, 2);
    assertThat(Ranking.top(scores, 5)).containsExactly(1, 2, 0);
    List<SampleResult.Candidate> top =
        Ranking.top(Answer.Scores.logits(scores), 5, List.of("a", "b", "c")::get);
    assertThat(top).extracting(SampleResult.Candidate::text).containsExactly("b", "c", "a");
    assertThat(top.stream().mapToDouble(SampleResult.Candidate::value).sum())
        .isBetween(0.999, 1.001);
  }
}
