package dev.attune.task.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Chosen;
import dev.attune.task.EngineResources;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import dev.attune.vision.decode.PictureException;
import dev.attune.vision.video.FrameCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions on videos with captions, with small random models. */
class VideoRetrievalRunTest {
  private static final int MOST = 3;

  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  private static Chosen<?> zeroShot(@Nullable Object... values) {
    return MadeMethods.of("zero-shot-video", values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "resnet", "siglip"})
  void bothDirectionsAreRankedByTheMeanOfTheFrames(String model)
      throws ReflectiveOperationException {
    NoiseVideos set = new NoiseVideos();
    NDManager manager = NDManager.newBaseManager();
    try (TaskRun run = open(model, zeroShot(), set, manager)) {
      SampleResult first = SingleSample.of(run, 0);
      long alive = EngineResources.below(manager);
      SampleResult second = SingleSample.of(run, 1);
      assertThat(EngineResources.below(manager)).as("what is alive").isEqualTo(alive);
      assertThat(SingleSample.of(run, 0).before()).isEqualTo(first.before());
      Expected expected = new Expected(models, model, set);
      assertThat(first.before().scores()).isEqualTo(expected.row(0, MOST));
      assertThat(second.before().scores()).isEqualTo(expected.row(1, MOST));
      assertThat(first.after()).isEqualTo(first.before());
      assertThat(first.truth()).isEqualTo("a red apple");
      assertThat(first.before().top()).hasSize(4); // of five videos one is broken
    }
    assertThat(manager.isOpen()).isFalse();
  }

  @Test
  void aBrokenVideoIsNoCandidateAndSaysWhy() {
    try (TaskRun run = open("vit", zeroShot(), new NoiseVideos(), NDManager.newBaseManager())) {
      assertThatThrownBy(() -> SingleSample.of(run, 2))
          .isInstanceOf(PictureException.class)
          .hasMessage("noise-2: has no frames");
      assertThat(SingleSample.of(run, 3).before().top())
          .extracting(SampleResult.Candidate::text)
          .doesNotContain("noise-2");
    }
  }

  @Test
  void featuresAndFramesAreComputedOnceAndDamagedFilesAnew() throws IOException {
    NoiseVideos set = new NoiseVideos();
    Path cache = folder.resolve("once");
    SampleResult first = run(set, cache);
    assertThat(set.decoded.get()).isEqualTo(5);
    assertThat(run(set, cache).before()).isEqualTo(first.before());
    assertThat(set.decoded.get()).as("features are kept").isEqualTo(5);
    damage(cache.resolve("features"));
    assertThat(run(set, cache).before()).isEqualTo(first.before());
    assertThat(set.decoded.get()).as("frames are kept, but of a broken video").isEqualTo(6);
    damage(cache.resolve("features"));
    damage(cache.resolve("frames"));
    assertThat(run(set, cache).before()).isEqualTo(first.before());
    assertThat(set.decoded.get()).isEqualTo(11);
  }

  private static void damage(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 20] ^= 1;
        Files.write(file, content);
      }
    }
  }

  private static SampleResult run(NoiseVideos set, Path cache) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, "vit", zeroShot());
    FrameCache frames = new FrameCache(cache.resolve("frames"), 1 << 24);
    try (TaskRun run =
        VideoRetrievalTask.open(
            spec,
            name -> set,
            models,
            cache.resolve("features"),
            frames,
            NDManager.newBaseManager())) {
      SingleSample.prepare(run);
      return SingleSample.of(run, 4);
    }
  }

  @Test
  void optionsStandAboveTheLayout() {
    NoiseVideos set = new NoiseVideos();
    assertThat(Watched.of(zeroShot(), set, 0)).isEqualTo(new Watched(set.sampling(), set.words()));
    Watched other = Watched.of(zeroShot("sampling", "clip4clip", "frames", 3, "words", 6), set, 4);
    assertThat(other.sampling().way().toString()).isEqualTo("CLIP4CLIP");
    assertThat(other.sampling().frames()).isEqualTo(3);
    assertThat(other.sampling().rate()).as("one a second").isEqualTo(1);
    assertThat(other.words()).isEqualTo(6);
    assertThat(Watched.of(zeroShot(), set, 4).sampling().frames()).as("the model's").isEqualTo(4);
    assertThat(Watched.of(zeroShot("frameRate", 5.0), set, 0).sampling().rate()).isEqualTo(5);
    try (TaskRun few = open("vit", zeroShot("frames", 2), set, NDManager.newBaseManager());
        TaskRun all = open("vit", zeroShot(), set, NDManager.newBaseManager())) {
      assertThat(SingleSample.of(few, 0).before().top())
          .isNotEqualTo(SingleSample.of(all, 0).before().top());
    }
  }

  /** All four candidates are listed, so that the list says which of two comes first. */
  @Test
  void captionsOfADirectionAreComparedWithTheReversedVideo() {
    NoiseVideos turned =
        new NoiseVideos() {
          @Override
          public OptionalInt reversed(int index) {
            return index == 4 ? OptionalInt.empty() : OptionalInt.of(index ^ 1);
          }

          @Override
          public Set<Integer> ordered(int index) {
            return Set.of(0);
          }
        };
    try (TaskRun run = open("vit", zeroShot(), turned, NDManager.newBaseManager())) {
      for (int i : new int[] {0, 1}) {
        SampleResult.Answer answer = SingleSample.of(run, i).before();
        List<String> found = answer.top().stream().map(SampleResult.Candidate::text).toList();
        boolean first = found.indexOf("noise-" + i) < found.indexOf("noise-" + (i ^ 1));
        assertThat(answer.scores()).containsEntry("order0", first ? 1.0 : 0.0);
      }
      for (int i : new int[] {3, 4}) { // the reverse of one is broken, the other has none
        assertThat(SingleSample.of(run, i).before().scores()).containsEntry("order0", -1.0);
      }
    }
  }

  @Test
  void longCaptionsAreCutAndThatIsSaid() {
    NoiseVideos wordy =
        new NoiseVideos() {
          @Override
          public List<String> captions(int index) {
            return index == 1 ? List.of("a ball ".repeat(9)) : super.captions(index);
          }
        };
    try (TaskRun run = open("vit", zeroShot("words", 8), wordy, NDManager.newBaseManager())) {
      assertThat(SingleSample.of(run, 1).truth()).matches("(a ball ?)+ \\(cut to 8 tokens\\)");
      assertThat(SingleSample.of(run, 0).truth()).isEqualTo("a red apple");
    }
  }

  @Test
  void anEmptyCaptionIsNamed() {
    NoiseVideos empty =
        new NoiseVideos() {
          @Override
          public List<String> captions(int index) {
            return index == 1 ? List.of("a ball", " ") : super.captions(index);
          }
        };
    assertThatThrownBy(() -> open("vit", zeroShot(), empty, NDManager.newBaseManager()))
        .isInstanceOf(TaskException.class)
        .hasMessage("caption 2 of noise-1 in noise is empty");
  }

  @Test
  void captionsThatAreAlikeAreEncodedOnceAndAskedTwice() {
    Captions captions = Captions.of(new NoiseVideos());
    int shared = captions.texts().indexOf("an apple");
    assertThat(captions.texts()).doesNotHaveDuplicates();
    assertThat(captions.ofVideo().get(0)).contains(shared);
    assertThat(captions.ofVideo().get(4)).contains(shared);
    assertThat(captions.most()).isEqualTo(MOST);
    assertThat(captions.textsOf(new int[] {0, 1})).hasSize(3).contains(shared);
  }

  private static TaskRun open(String model, Chosen<?> method, NoiseVideos set, NDManager manager) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, model, method);
    FrameCache frames = new FrameCache(folder.resolve("frames"), 1 << 24);
    TaskRun run =
        VideoRetrievalTask.open(
            spec, name -> set, models, folder.resolve("features"), frames, manager);
    SingleSample.prepare(run);
    return run;
  }
}
