package dev.attune.vision.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.vision.video.FrameSampling.Way;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameSamplingTest {

  private static FrameSampling of(Way way, int frames) {
    return new FrameSampling(way, frames, 3, 0);
  }

  @Test
  void segmentsTakeTheirMiddles() {
    assertThat(of(Way.SEGMENTS, 4).of(12)).containsExactly(1, 4, 7, 10);
    assertThat(of(Way.SEGMENTS, 3).of(10)).containsExactly(1, 5, 8);
    assertThat(of(Way.SEGMENTS, 4).of(4)).containsExactly(0, 1, 2, 3);
    assertThat(of(Way.SEGMENTS, 5).of(2)).containsExactly(0, 1, 1, 1, 1);
    assertThat(of(Way.SEGMENTS, 1).of(1)).containsExactly(0);
  }

  /** As {@code numpy.linspace(0, n - 1, T, dtype=int)}, which cuts fractions off. */
  @Test
  void clip4clipGoesFromTheFirstToTheLast() {
    assertThat(of(Way.CLIP4CLIP, 4).of(10)).containsExactly(0, 3, 6, 9);
    assertThat(of(Way.CLIP4CLIP, 5).of(12)).containsExactly(0, 2, 5, 8, 11);
    assertThat(of(Way.CLIP4CLIP, 12).of(3)).containsExactly(0, 1, 2);
    assertThat(of(Way.CLIP4CLIP, 1).of(9)).containsExactly(0);
  }

  @Test
  void trainingTakesARandomFrameOfEachSegment() {
    FrameSampling sampling = of(Way.SEGMENTS, 4);
    Random random = new Random(1);
    int[][] seen = new int[4][10];
    for (int draw = 0; draw < 200; draw++) {
      int[] taken = sampling.of(10, random);
      for (int i = 0; i < 4; i++) {
        assertThat(taken[i]).isBetween(i * 10 / 4, (i + 1) * 10 / 4 - 1);
        seen[i][taken[i]]++;
      }
    }
    assertThat(Arrays.stream(seen).mapToLong(s -> Arrays.stream(s).filter(n -> n > 0).count()))
        .containsExactly(2L, 3L, 2L, 3L);
    assertThat(sampling.of(10, new Random(7))).isEqualTo(sampling.of(10, new Random(7)));
    assertThat(sampling.of(2, random)).containsExactly(0, 1, 1, 1);
  }

  @Test
  void thinningKeepsTheFramesOfASlowVideo() {
    FrameSampling sampling = of(Way.SEGMENTS, 4);
    assertThat(sampling.thinned(4, 25)).isEqualTo(12);
    assertThat(sampling.thinned(4.1, 25)).isEqualTo(13);
    assertThat(sampling.thinned(4, 1)).isEqualTo(4);
    assertThat(sampling.thinned(4, 0)).isEqualTo(12);
    assertThat(sampling.thinned(0.01, 25)).isEqualTo(1);
    assertThat(new FrameSampling(Way.SEGMENTS, 64, 1, 30).thinned(36_000, 25)).isEqualTo(30);
  }
}
