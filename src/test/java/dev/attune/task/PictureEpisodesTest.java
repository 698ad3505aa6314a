package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.method.Chosen;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.TestTasks;
import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single pictures, by small random models: what is told, and when. */
class PictureEpisodesTest {
  private static final Asked NOTHING = new Asked(null, null, null, null, null, null, null, null);

  @TempDir static Path folder;

  private static final Episodes EPISODES = new PictureEpisodes();

  private static Tasks tasks;

  @BeforeAll
  static void writeModels() throws IOException {
    tasks = TestTasks.of(new OneSet(new TinyScenes(5, 2)), new TinyModels(folder), folder);
  }

  @Test
  void aClassificationIsToldAsItGrows() {
    Watcher watcher = new Watcher(Integer.MAX_VALUE);
    classify(classification("vit", 2), watcher);
    assertGrown(watcher.told, 2);
    Episode last = watcher.told.get(3);
    assertThat(last.before().top()).hasSize(3);
    assertThat(last.before().text()).isEqualTo(last.before().top().get(0).text());
    assertThat(last.after()).isNotEqualTo(last.before());
    for (NamedStep step : last.steps()) {
      double sum = step.candidates().stream().mapToDouble(NamedCandidate::reward).sum();
      assertThat(sum).as("less the mean").isBetween(-1e-5, 1e-5);
    }
    Watcher again = new Watcher(Integer.MAX_VALUE);
    classify(classification("vit", 2), again);
    assertThat(again.told).isEqualTo(watcher.told);
  }

  @Test
  void aCaptionIsToldAsItGrows() {
    Watcher watcher = new Watcher(Integer.MAX_VALUE);
    caption(captioning(2), watcher);
    assertGrown(watcher.told, 2);
    assertThat(watcher.told.get(3).after().top()).isEmpty();
  }

  @Test
  void aSearchIsToldAsItGrows() {
    Watcher text = new Watcher(Integer.MAX_VALUE);
    search(asked(null, "a red car", "scenes", "vit", method("rlcf-t2i", 2)), text);
    assertGrown(text.told, 2);
    Episode.Answer found = text.told.get(3).after();
    assertThat(found.samples()).hasSize(5).doesNotHaveDuplicates();
    assertThat(found.top().get(0).text())
        .isEqualTo(new TinyScenes(5, 2).truth(found.samples().get(0)));
    Watcher picture = new Watcher(Integer.MAX_VALUE);
    search(asked(picture(), null, "scenes", "vit", method("rlcf-i2t", 2)), picture);
    assertGrown(picture.told, 2);
    assertThat(picture.told.get(3).after().samples()).isEmpty();
    assertThat(picture.told.get(3).after().top()).isNotEmpty();
    Watcher plain = new Watcher(Integer.MAX_VALUE);
    search(asked(null, "a red car", "scenes", "vit", method("zero-shot", 0)), plain);
    assertThat(plain.told.get(1).after()).isEqualTo(text.told.get(0).before());
    assertThat(plain.told.get(1).notes()).isEmpty();
  }

  @Test
  void aTextThatIsTooLongIsCutAndItIsSaid() {
    String text = "a red car next to a small blue umbrella ".repeat(20);
    Watcher watcher = new Watcher(Integer.MAX_VALUE);
    search(asked(null, text, "scenes", "vit", method("rlcf-t2i", 1)), watcher);
    assertGrown(watcher.told, 1);
    assertThat(watcher.told)
        .allSatisfy(
            told ->
                assertThat(told.notes())
                    .hasSize(2)
                    .allSatisfy(n -> assertThat(n).contains("is cut to the"))
                    .anySatisfy(n -> assertThat(n).contains("that vit reads"))
                    .anySatisfy(n -> assertThat(n).contains("that judge reads")));
  }

  @Test
  void moreCandidatesThanTextsAreRefused() {
    Chosen<?> method = method("rlcf-i2t", 1, 1000);
    Interactive.Decided search = asked(picture(), null, "scenes", "vit", method);
    assertThatThrownBy(() -> search(search, new Watcher(9)))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("method.sampleK: 1000 are more than the")
        .hasMessageContaining("texts of scenes");
  }

  private static void assertGrown(List<Episode> told, int steps) {
    assertThat(told).hasSize(steps + 2);
    assertThat(told.get(0).before()).isNotNull();
    assertThat(told.get(0).steps()).isEmpty();
    for (int s = 1; s <= steps; s++) {
      assertThat(told.get(s).steps()).hasSize(s);
      assertThat(told.get(s).steps().get(s - 1).candidates()).hasSize(2);
      assertThat(told.get(s).after()).isNull();
    }
    assertThat(told.get(steps + 1).after()).isNotNull();
  }

  @Test
  void withoutStepsTheAnswerStays() {
    Watcher watcher = new Watcher(Integer.MAX_VALUE);
    classify(classification("resnet", 0), watcher);
    assertThat(watcher.told).hasSize(2);
    assertThat(watcher.told.get(1).after()).isEqualTo(watcher.told.get(1).before());
  }

  @Test
  void noStepIsTakenThatIsNotWanted() {
    Watcher watcher = new Watcher(2);
    assertThatThrownBy(() -> classify(classification("vit", 3), watcher))
        .isInstanceOf(CancellationException.class);
    assertThat(watcher.told).hasSize(2);
    Watcher captions = new Watcher(1);
    assertThatThrownBy(() -> caption(captioning(3), captions))
        .isInstanceOf(CancellationException.class);
    assertThat(captions.told).hasSize(1);
  }

  @Test
  void aModelThatCannotBeUsedIsNamed() {
    Interactive.Decided misfit =
        new Interactive.Decided(NOTHING, picture(), null, "misfit", method("rlcf-caption", 1));
    assertThatThrownBy(() -> caption(misfit, new Watcher(9)))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("misfit");
  }

  private static void classify(Interactive.Decided what, EpisodeListener listener) {
    run("classification", what, listener);
  }

  private static void caption(Interactive.Decided what, EpisodeListener listener) {
    run("captioning", what, listener);
  }

  private static void search(Interactive.Decided what, EpisodeListener listener) {
    run("retrieval", what, listener);
  }

  private static void run(String task, Interactive.Decided what, EpisodeListener listener) {
    EPISODES.run(tasks.get(task).interactive().orElseThrow(), what, listener);
  }

  private static Interactive.Decided classification(String model, int steps) {
    List<String> labels = List.of("airplane", "alarm", "fire_truck");
    return new Interactive.Decided(
        new Asked(labels, null, null, null, null, model, null, 3L),
        picture(),
        null,
        model,
        method("rlcf-tune", steps));
  }

  private static Interactive.Decided captioning(int steps) {
    return new Interactive.Decided(
        NOTHING, picture(), null, "captioner", method("rlcf-caption", steps));
  }

  private static Interactive.Decided asked(
      @Nullable RgbImage picture,
      @Nullable String text,
      String dataset,
      String model,
      Chosen<?> method) {
    return new Interactive.Decided(
        new Asked(null, text, dataset, null, null, model, null, null),
        picture,
        null,
        model,
        method);
  }

  private static Chosen<?> method(String type, int steps) {
    return method(type, steps, 2);
  }

  private static Chosen<?> method(String type, int steps, int k) {
    return MadeMethods.of(
        type,
        "steps",
        steps,
        "learningRate",
        1e-2,
        "weightDecay",
        0,
        "sampleK",
        k,
        "views",
        4,
        "selection",
        0.5,
        "cropScale",
        0.5,
        "reward.models",
        List.of("judge"),
        "batchNorm.statistics",
        "running");
  }

  private static RgbImage picture() {
    byte[] data = new byte[3 * 20 * 30];
    new Random(5).nextBytes(data);
    return new RgbImage(20, 30, data);
  }

  /** A catalogue of one data set. */
  private record OneSet(PictureDataset set) implements DatasetCatalog {
    @Override
    public List<DatasetInfo> list() {
      return List.of();
    }

    @Override
    public Optional<DatasetInfo> find(String name) {
      return Optional.empty();
    }

    @Override
    public PictureDataset pictures(String name) {
      return set;
    }
  }

  /** Keeps what it is told, and wants no more after so many times. */
  private static final class Watcher implements EpisodeListener {
    private final List<Episode> told = new ArrayList<>();
    private final int most;

    Watcher(int most) {
      this.most = most;
    }

    @Override
    public void onChange(Episode soFar) {
      told.add(soFar);
    }

    @Override
    public boolean isWanted() {
      return told.size() < most;
    }
  }
}
