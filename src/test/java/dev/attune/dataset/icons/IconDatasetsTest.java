package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.ImageDataset;
import dev.attune.vision.RgbImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IconDatasetsTest {

  private final BuiltInDatasets catalog = new BuiltInDatasets();

  @Test
  void listsEverySetOnceAndNoneForValidation() {
    List<String> names = catalog.list().stream().map(DatasetInfo::name).toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .startsWith("icons", "icons-v2", "icons-outline", "icons-sketch")
        .contains("icons-c-gaussian-noise-1", "icons-c-brightness-5")
        .noneMatch(n -> n.contains("validation"));
    assertThat(names.stream().filter(n -> n.startsWith("icons-c-"))).hasSize(50);
    assertThat(names.contains("icons-hard")).isEqualTo(HardCandidates.accepted().isPresent());
    assertThat(catalog.list()).isSameAs(catalog.list());
  }

  @Test
  void unknownNamesAreRefused() {
    assertThat(catalog.find("icons-of-saints")).isEmpty();
    assertThatThrownBy(() -> catalog.open("icons-of-saints"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("icons-of-saints");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "icons",
        "icons-v2",
        "icons-outline",
        "icons-sketch",
        "icons-c-jpeg-3",
        "icons-validation"
      })
  void everySetDrawsTheSameInAnyOrderAndThread(String name) {
    ImageDataset set = catalog.open(name);
    assertThat(set.size()).isEqualTo(2000);
    int n = 24;
    List<RgbImage> inOrder = IntStream.range(0, n).mapToObj(i -> set.load(i).image()).toList();
    ImageDataset again = new BuiltInDatasets().open(name);
    RgbImage[] parallel = new RgbImage[n];
    IntStream.range(0, n)
        .map(i -> n - 1 - i)
        .parallel()
        .forEach(i -> parallel[i] = again.load(i).image());
    for (int i = 0; i < n; i++) {
      assertThat(parallel[i].data()).as("picture " + i).isEqualTo(inOrder.get(i).data());
    }
    assertThat(again.fingerprint()).isEqualTo(set.fingerprint());
  }

  @Test
  void classesAreBalancedAndShuffled() {
    int[] labels = IconDataset.balanced("icons", 2026, 2000);
    Map<Integer, Integer> counts = new HashMap<>();
    IntStream.of(labels).forEach(l -> counts.merge(l, 1, Integer::sum));
    assertThat(counts).hasSize(Concepts.get().size());
    assertThat(counts.values()).allMatch(c -> c == 18 || c == 19);
    assertThat(labels).isNotEqualTo(IntStream.of(labels).sorted().toArray());
  }

  @Test
  void samplesOutsideTheSetAreRefused() {
    ImageDataset set = catalog.open("icons");
    assertThatThrownBy(() -> set.load(2000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> set.load(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void fingerprintsTellSetsApart() {
    assertThat(catalog.list().stream().map(DatasetInfo::fingerprint).distinct())
        .hasSameSizeAs(catalog.list());
    assertThat(catalog.open("icons-validation").fingerprint())
        .isNotEqualTo(catalog.open("icons").fingerprint());
    assertThat(catalog.open("icons").fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void corruptedSetsShowThePicturesOfIcons() {
    ImageDataset clean = catalog.open("icons");
    ImageDataset light = catalog.open("icons-c-impulse-noise-1");
    for (int i = 0; i < 20; i++) {
      ImageDataset.Sample a = clean.load(i);
      ImageDataset.Sample b = light.load(i);
      assertThat(b.label()).isEqualTo(a.label());
      int same = 0;
      for (int p = 0; p < a.image().data().length; p++) {
        same += a.image().data()[p] == b.image().data()[p] ? 1 : 0;
      }
      assertThat(same).isGreaterThan(a.image().data().length * 9 / 10);
    }
  }

  @Test
  void sketchesAreGrey() {
    RgbImage sketch = catalog.open("icons-sketch").load(0).image();
    for (int y = 0; y < sketch.height(); y++) {
      for (int x = 0; x < sketch.width(); x++) {
        assertThat(sketch.at(x, y, 0)).isEqualTo(sketch.at(x, y, 1)).isEqualTo(sketch.at(x, y, 2));
      }
    }
  }
}
