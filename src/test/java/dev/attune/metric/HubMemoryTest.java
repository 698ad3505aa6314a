package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scores beside those of earlier queries: by hand, and against the formula over all rows. */
class HubMemoryTest {
  private static final float SCALE = 20;

  @Test
  void theFirstBatchIsReturnedAsItIs() {
    HubMemory memory = new HubMemory(2, 1, 1);
    float[][] first = {{0.1f, 0.2f}, {0.3f, 0.1f}};
    assertThat(memory.corrected(first)).isSameAs(first);
    assertThat(memory.corrected(first)).isNotEqualTo(first);
  }

  /**
   * One row (0.3, 0.2) is remembered, and (0.3, 0.31) asks. Of the first candidate both queries
   * want as much, so its softmax over queries is 1/2; of the second the exponents 20 and 31 leave
   * 1/(1+e^-11) = 0.9999833. Over candidates 3 and 3.1 leave 0.4750208 and 0.5249792.
   */
  @Test
  void aCandidateThatOthersFindLoses() {
    HubMemory memory = new HubMemory(1, 1, 1);
    memory.corrected(new float[][] {{0.3f, 0.2f}});
    float[] row = memory.corrected(new float[][] {{0.3f, 0.31f}})[0];
    assertThat(row)
        .containsExactly(
            new float[] {0.3f * (0.5f + 0.4750208f) / 2, 0.31f * (0.9999833f + 0.5249792f) / 2},
            within(1e-6f));
  }

  @Test
  void itIsTheFormulaOverAllRowsThatAreRemembered() {
    Random random = new Random(5);
    int most = 3;
    HubMemory memory = new HubMemory(4, most, SCALE);
    List<float[][]> batches = new ArrayList<>();
    for (int b = 0; b < 7; b++) {
      float[][] batch = drawn(random, b == 6 ? 2 : 4, 9);
      float[][] corrected = memory.corrected(batch);
      List<float[]> stack = new ArrayList<>();
      batches.subList(Math.max(0, b - most), b).forEach(rows -> stack.addAll(List.of(rows)));
      assertThat(memory.rows()).hasSize(4 * Math.min(most, b == 6 ? 6 : b + 1));
      if (b > 0) {
        stack.addAll(List.of(batch));
        for (int q = 0; q < batch.length; q++) {
          assertThat(corrected[q])
              .containsExactly(expected(stack, stack.size() - batch.length + q), within(1e-5f));
        }
      }
      batches.add(batch);
    }
  }

  @Test
  void whatIsRestoredGoesOnToTheSameDigits() {
    Random random = new Random(6);
    HubMemory whole = new HubMemory(3, 2, SCALE);
    for (int b = 0; b < 4; b++) {
      whole.corrected(drawn(random, 3, 5));
    }
    HubMemory other = new HubMemory(3, 2, SCALE);
    other.restore(whole.rows());
    float[][] next = drawn(random, 3, 5);
    assertThat(other.corrected(next)).isEqualTo(whole.corrected(next));
  }

  private static float[][] drawn(Random random, int rows, int width) {
    float[][] drawn = new float[rows][width];
    for (float[] row : drawn) {
      for (int c = 0; c < width; c++) {
        row[c] = SCALE * (random.nextFloat() - 0.5f);
      }
    }
    return drawn;
  }

  /**
   * .5 M softmax over queries of 100 M, and .5 M softmax over candidates of 10 M, as it is told.
   */
  private static float[] expected(List<float[]> stack, int at) {
    float[] row = stack.get(at);
    float[] expected = new float[row.length];
    for (int c = 0; c < row.length; c++) {
      double queries = 0;
      for (float[] each : stack) {
        queries += Math.exp(100 * (double) (each[c] - row[c]) / SCALE);
      }
      double candidates = 0;
      for (float each : row) {
        candidates += Math.exp(10 * (double) (each - row[c]) / SCALE);
      }
      expected[c] = (float) (row[c] * (1 / queries + 1 / candidates) / 2);
    }
    return expected;
  }
}
