package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetInfo;
import dev.attune.testing.TestTasks;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneDatasetTest {
  private final BuiltInDatasets datasets = new BuiltInDatasets();

  @Test
  void everyPictureHasFiveDifferentCaptions() {
    CaptionDataset scenes = datasets.captions("scenes");
    for (int i = 0; i < 200; i++) {
      assertThat(new HashSet<>(scenes.captions(i))).hasSize(5);
    }
    assertThat(scenes.truth(3)).isEqualTo(scenes.captions(3).get(0));
  }

  @Test
  void picturesAndCaptionsAreTheSameWheneverTheyAreAskedFor() {
    CaptionDataset scenes = datasets.captions("scenes-outline");
    CaptionDataset again = new BuiltInDatasets().captions("scenes-outline");
    for (int i = 20; i >= 0; i--) {
      assertThat(scenes.captions(i)).isEqualTo(again.captions(i));
      assertThat(scenes.picture(i).data()).isEqualTo(again.picture(i).data());
    }
    assertThat(scenes.fingerprint()).isEqualTo(again.fingerprint());
    assertThat(scenes.fingerprint()).isNotEqualTo(datasets.captions("scenes").fingerprint());
  }

  @Test
  void novelThingsAppearWhereTheDomainSaysSo() {
    assertThat(novelThings("scenes")).isEmpty();
    assertThat(novelThings("scenes-novel-in")).isEmpty();
    assertThat(novelThings("scenes-novel-near")).isNotEmpty();
    assertThat(novelThings("scenes-novel-out")).isNotEmpty();
    CaptionDataset out = datasets.captions("scenes-novel-out");
    for (int i = 0; i < 100; i++) {
      assertThat(mentioned(out.captions(i), NovelConcepts.known())).isEmpty();
    }
  }

  private Set<String> novelThings(String name) {
    CaptionDataset set = datasets.captions(name);
    List<String> captions =
        IntStream.range(0, 100).boxed().flatMap(i -> set.captions(i).stream()).toList();
    return mentioned(captions, NovelConcepts.novel());
  }

  private static Set<String> mentioned(List<String> captions, List<Integer> concepts) {
    Set<String> found = new HashSet<>();
    for (int c : concepts) {
      String noun = Concepts.get().names().get(c);
      if (Concepts.get().names().stream().anyMatch(n -> !n.equals(noun) && n.contains(noun))) {
        continue; // another thing's name would be taken for it
      }
      if (captions.stream().anyMatch(x -> (" " + x + " ").matches(".* " + noun + "[ ,].*"))) {
        found.add(noun);
      }
    }
    return found;
  }

  @Test
  void theCatalogueTellsWhatTheyServe() {
    DatasetInfo info = datasets.find("scenes").orElseThrow();
    assertThat(TestTasks.serving(info)).containsExactly("captioning", "retrieval");
    assertThat(info.size()).isEqualTo(2000);
    assertThat(datasets.list()).extracting(DatasetInfo::name).contains("scenes-novel-near");
    assertThatThrownBy(() -> datasets.captions("icons"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("icons");
    assertThatThrownBy(() -> datasets.open("scenes"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("scenes");
  }
}
