package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.ImageDataset;
import dev.attune.dataset.PictureDataset;
import dev.attune.testing.MadeMethods;
import dev.attune.vision.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sample stands where. */
class PlacesTest {
  /** Listed class by class, as folders are: 10 of class 0, 3 of class 1, 20 of class 2. */
  private static final PictureDataset FOLDERS = new Folders(10, 3, 20);

  private static final PictureDataset CAPTIONED = new Captioned(30);

  @Test
  void firstIsAsTheSetListsThem() {
    assertThat(all(places(FOLDERS, 7, 5, SampleStream.AS_LISTED), 7))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(all(Places.listed(3), 3)).containsExactly(0, 1, 2);
  }

  @Test
  void aSampleHasAsManyOfEachClassWhileTheyLast() {
    assertThat(classes(balanced(FOLDERS, 9, 5))).isEqualTo(Map.of(0, 3, 1, 3, 2, 3));
    assertThat(classes(balanced(FOLDERS, 15, 5))).isEqualTo(Map.of(0, 6, 1, 3, 2, 6));
    assertThat(classes(balanced(FOLDERS, 30, 5))).isEqualTo(Map.of(0, 10, 1, 3, 2, 17));
    assertThat(classes(balanced(FOLDERS, 2, 5)).values()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9, 14, 29})
  void aSampleIsDrawnBySeedAndIsPartOfALargerOne(int limit) {
    for (PictureDataset set : List.of(FOLDERS, CAPTIONED)) {
      int[] sample = balanced(set, limit, 5);
      assertThat(sample).hasSize(limit).isSorted().doesNotHaveDuplicates();
      assertThat(balanced(set, limit, 5)).isEqualTo(sample);
      assertThat(balanced(set, limit + 1, 5)).contains(sample);
      assertThat(IntStream.range(6, 12).mapToObj(seed -> balanced(set, limit, seed)))
          .anySatisfy(other -> assertThat(other).isNotEqualTo(sample));
    }
  }

  @Test
  void aSetWithoutClassesGivesAnySamples() {
    assertThat(balanced(CAPTIONED, 10, 5)).isNotEqualTo(IntStream.range(0, 10).toArray());
  }

  @Test
  void theWholeSetIsItself() {
    assertThat(balanced(FOLDERS, 33, 5)).isEqualTo(IntStream.range(0, 33).toArray());
  }

  @Test
  void eachOrderHasTheSameSamplesAndTheNextSeed() {
    Places three = places(FOLDERS, 12, 5, shuffled(Sampling.BALANCED, 4, 3));
    int[] sample = balanced(FOLDERS, 12, 5);
    int[] run = all(three, 36);
    for (int order = 0; order < 3; order++) {
      int[] one = Arrays.copyOfRange(run, order * 12, order * 12 + 12);
      assertThat(one).isNotEqualTo(sample).containsExactlyInAnyOrder(sample);
      assertThat(all(places(FOLDERS, 12, 5, shuffled(Sampling.BALANCED, 4 + order, 1)), 12))
          .isEqualTo(one);
    }
    assertThat(Arrays.copyOfRange(run, 0, 12)).isNotEqualTo(Arrays.copyOfRange(run, 12, 24));
    assertThat(three.index(3)).as("asked for again").isEqualTo(run[3]);
    assertThat(IntStream.of(0, 11, 12, 35).map(three::end)).containsExactly(12, 12, 24, 36);
  }

  private static SampleStream shuffled(Sampling sample, long seed, int orders) {
    return new SampleStream(sample, Order.SHUFFLED, seed, orders);
  }

  private static int[] balanced(PictureDataset set, int limit, long seed) {
    SampleStream stream = new SampleStream(Sampling.BALANCED, Order.SET, null, 1);
    return all(places(set, limit, seed, stream), limit);
  }

  private static Places places(PictureDataset set, int limit, long seed, SampleStream stream) {
    return Places.of(
        new TaskSpec("made-up", limit, seed, "model", MadeMethods.of("zero-shot"), stream), set);
  }

  private static int[] all(Places places, int count) {
    return IntStream.range(0, count).map(places::index).toArray();
  }

  /** How many of each class. */
  private static Map<Integer, Integer> classes(int[] sample) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int index : sample) {
      counts.merge(((ImageDataset) FOLDERS).label(index), 1, Integer::sum);
    }
    return counts;
  }

  /** A set of which only the sizes of the classes matter. */
  private record Folders(int... sizes) implements ImageDataset {
    @Override
    public List<String> classNames() {
      return IntStream.range(0, sizes.length).mapToObj(c -> "class " + c).toList();
    }

    @Override
    public int label(int index) {
      int label = 0;
      for (int before = sizes[0]; index >= before; before += sizes[++label]) {
        // goes on to the class that the sample is in
      }
      return label;
    }

    @Override
    public String name() {
      return "folders";
    }

    @Override
    public int size() {
      return Arrays.stream(sizes).sum();
    }

    @Override
    public String id(int index) {
      return "folder-" + index;
    }

    @Override
    public RgbImage picture(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
      return "folders";
    }
  }

  /** A set without classes. */
  private record Captioned(int size) implements CaptionDataset {
    @Override
    public List<String> captions(int index) {
      return List.of("caption " + index);
    }

    @Override
    public String name() {
      return "captioned";
    }

    @Override
    public String id(int index) {
      return "captioned-" + index;
    }

    @Override
    public RgbImage picture(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
      return "captioned";
    }
  }
}
