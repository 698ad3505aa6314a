package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureRandomTest {

  @Test
  void numbersNeverChange() {
    PictureRandom random = new PictureRandom("golden", 1, 2);
    assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
        .containsExactly(-4026837928140418256L, -6176394551073560673L, 1676793105500620824L);
  }

  @Test
  void streamSeedAndIndexAllMatter() {
    long first = new PictureRandom("a", 1, 1).nextLong();
    assertThat(new PictureRandom("a", 1, 1).nextLong()).isEqualTo(first);
    assertThat(new PictureRandom("b", 1, 1).nextLong()).isNotEqualTo(first);
    assertThat(new PictureRandom("a", 2, 1).nextLong()).isNotEqualTo(first);
    assertThat(new PictureRandom("a", 1, 2).nextLong()).isNotEqualTo(first);
  }

  @Test
  void belowIsEvenAndGaussianIsNormal() {
    PictureRandom random = new PictureRandom("moments", 0, 0);
    int[] counts = new int[7];
    double sum = 0;
    double squares = 0;
    int n = 70_000;
    for (int i = 0; i < n; i++) {
      counts[random.below(7)]++;
      double g = random.gaussian();
      sum += g;
      squares += g * g;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(c -> c > 9_600 && c < 10_400);
    assertThat(sum / n).isBetween(-0.02, 0.02);
    assertThat(squares / n).isBetween(0.97, 1.03);
  }

  @Test
  void permutationHoldsEveryNumberOnce() {
    int[] order = new PictureRandom("order", 3, 0).permutation(500);
    assertThat(order).isNotEqualTo(IntStream.range(0, 500).toArray());
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, 500).toArray());
  }
}
