package dev.attune.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.train.DglBatches.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DglBatchesTest {
  private static final int VIDEOS = 10;

  /** Ten videos of 1 to 3 captions; each two are each other's reverse. */
  private static final CaptionedVideos PAIRS =
      new CaptionedVideos() {
        @Override
        public int size() {
          return VIDEOS;
        }

        @Override
        public int captions(int video) {
          return 1 + video % 3;
        }

        @Override
        public OptionalInt reversed(int video) {
          return OptionalInt.of(video ^ 1);
        }
      };

  private static DglRecipe recipe(int captions, boolean together, int batch) {
    return new DglRecipe(2, captions, together, false, batch, 1e-3, 0, 0, 5);
  }

  private static List<Example> epoch(DglBatches batches, int epoch) {
    List<Example> all = new ArrayList<>();
    IntStream.range(0, batches.stepsPerEpoch())
        .forEach(s -> all.addAll(batches.examples(epoch * batches.stepsPerEpoch() + s)));
    return all;
  }

  @Test
  void anEpochSeesEveryCaptionOnce() {
    DglBatches batches = new DglBatches(PAIRS, recipe(0, false, 1));
    List<Example> all = epoch(batches, 0);
    assertThat(all).hasSize(19).doesNotHaveDuplicates();
    assertThat(epoch(batches, 1)).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
  }

  @Test
  void ofSomeCaptionsTheNextEpochSeesOthers() {
    DglBatches batches = new DglBatches(PAIRS, recipe(1, false, 1));
    List<Example> all = epoch(batches, 0);
    assertThat(all).extracting(Example::video).hasSize(VIDEOS).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(e -> assertThat(e.caption()).isBetween(0, e.video() % 3));
    assertThat(epoch(batches, 1)).isNotEqualTo(all).doesNotContainSequence(all);
  }

  @Test
  void aVideoAndItsReverseAreInOneBatchWhereTheyShallBe() {
    DglBatches batches = new DglBatches(PAIRS, recipe(1, true, 4));
    assertThat(batches.stepsPerEpoch()).isEqualTo(2);
    for (int step = 0; step < 4; step++) {
      List<Integer> videos = batches.examples(step).stream().map(Example::video).toList();
      assertThat(videos).hasSize(4).allSatisfy(v -> assertThat(videos).contains(v ^ 1));
    }
  }

  @Test
  void aBatchIsAFunctionOfItsStep() {
    DglBatches one = new DglBatches(PAIRS, recipe(2, true, 4));
    List<Example> later = List.copyOf(one.examples(5));
    one.examples(0);
    assertThat(one.examples(5)).isEqualTo(later);
    assertThat(new DglBatches(PAIRS, recipe(2, true, 4)).examples(5)).isEqualTo(later);
  }
}
