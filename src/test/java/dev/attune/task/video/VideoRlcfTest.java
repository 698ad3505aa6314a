package dev.attune.task.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Chosen;
import dev.attune.method.options.MomentumSpec;
import dev.attune.task.Chain;
import dev.attune.task.EngineResources;
import dev.attune.task.NamedStep;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RLCF on videos, with small random models, with and without DGL's prompts. */
class VideoRlcfTest {
  private static final String T2V = "rlcf-t2v";
  private static final String V2T = "rlcf-v2t";

  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  private static Chosen<?> method(
      String type, int k, String frames, @Nullable MomentumSpec momentum) {
    return MadeMethods.of(
        type,
        "steps",
        2,
        "learningRate",
        1e-3,
        "weightDecay",
        5e-4,
        "sampleK",
        k,
        "judgedBy",
        frames,
        "reward.models",
        List.of("judge", "vit"),
        "momentum",
        momentum);
  }

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (String model : List.of("vit", "resnet", "dgl-linear", "dgl-transformer")) {
      for (String type : List.of(T2V, V2T)) {
        all.add(Arguments.of(model, type, model.equals("vit") ? "mean" : "top3"));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aSampleGivesTheSameWhateverRanBefore(String model, String type, String frames)
      throws ReflectiveOperationException {
    NDManager manager = NDManager.newBaseManager();
    SampleResult.Answer plain;
    try (TaskRun zeroShot =
        open(model, MadeMethods.of("zero-shot-video"), NDManager.newBaseManager())) {
      plain = SingleSample.of(zeroShot, 1).before();
    }
    try (TaskRun run = open(model, method(type, 3, frames, null), manager)) {
      SampleResult first = SingleSample.of(run, 1);
      long alive = EngineResources.below(manager);
      SingleSample.of(run, 0);
      assertThatThrownBy(() -> SingleSample.of(run, 2)).isInstanceOf(PictureException.class);
      SampleResult again = SingleSample.of(run, 1);
      assertThat(EngineResources.below(manager)).as("what is alive").isEqualTo(alive);
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(first.before().scores()).as("the baseline").isEqualTo(plain.scores());
      assertThat(first.steps()).hasSize(2);
      assertThat(first.steps()).allSatisfy(s -> assertThat(s.candidates()).hasSize(3));
      assertThat(first.steps().get(1).loss()).isNotEqualTo(first.steps().get(0).loss());
      assertThat(first.after().top()).isNotEqualTo(first.before().top());
      assertThat(first.before().text().startsWith("noise-")).isEqualTo(type.equals(T2V));
      for (String column : first.before().scores().keySet()) {
        if (column.startsWith("v2t") == type.equals(T2V)) {
          assertThat(first.after().scores().get(column))
              .isEqualTo(first.before().scores().get(column));
        }
      }
    }
    assertThat(manager.isOpen()).isFalse();
  }

  @Test
  void theJudgeOfThreeFramesRewardsOthersThanThatOfAll() {
    for (String type : List.of(T2V, V2T)) {
      assertThat(firstSteps(type, "top3")).isNotEqualTo(firstSteps(type, "mean"));
    }
  }

  /** Of all videos: of one the judge may find nothing above 0. */
  private static List<NamedStep> firstSteps(String type, String frames) {
    try (TaskRun run = open("vit", method(type, 3, frames, null), NDManager.newBaseManager())) {
      return Stream.of(0, 1, 3, 4).map(i -> SingleSample.of(run, i).steps().get(0)).toList();
    }
  }

  @Test
  void theThreeBestFramesAreThoseThatAreThere() {
    assertThat(FrameJudge.best(new float[] {0.1f, 0.4f, 0.2f, 0.3f}))
        .isCloseTo(0.3f, within(1e-6f));
    assertThat(FrameJudge.best(new float[] {0.5f, -0.1f, 0, 0})).isCloseTo(0.2f, within(1e-6f));
    assertThat(FrameJudge.best(new float[] {0})).isZero();
  }

  @Test
  void momentumGoesOnFromItsFileToTheSameNumbers() throws IOException {
    for (String model : List.of("vit", "dgl-transformer")) {
      Chosen<?> method = method(T2V, 3, "mean", new MomentumSpec(0.5, 2, 1));
      Path file = folder.resolve("chain-" + model);
      try (TaskRun whole = open(model, method, NDManager.newBaseManager());
          TaskRun second = open(model, method, NDManager.newBaseManager())) {
        Chain chain = whole.chain().orElseThrow();
        SingleSample.of(whole, 0);
        SingleSample.of(whole, 1);
        chain.save(file);
        second.chain().orElseThrow().load(file);
        assertThatThrownBy(() -> SingleSample.of(whole, 2)).isInstanceOf(PictureException.class);
        assertThatThrownBy(() -> SingleSample.of(second, 2)).isInstanceOf(PictureException.class);
        assertThat(SingleSample.of(second, 3).after()).isEqualTo(SingleSample.of(whole, 3).after());
      }
    }
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> open("vit", method(T2V, 6, "mean", null), NDManager.newBaseManager()))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 6 are more than the 5 videos of noise");
    assertThatThrownBy(() -> open("vit", method(V2T, 10, "mean", null), NDManager.newBaseManager()))
        .isInstanceOf(TaskException.class)
        .hasMessage("method.sampleK: 10 are more than the 9 texts of noise");
    Chosen<?> five = MadeMethods.of("zero-shot-video", "frames", 5);
    assertThatThrownBy(() -> open("dgl-transformer", five, NDManager.newBaseManager()))
        .isInstanceOf(TaskException.class)
        .hasMessage("the transformer form has prompts for 4 frames a video, not for 5");
    try (TaskRun run = open("dgl-linear", five, NDManager.newBaseManager())) {
      assertThat(SingleSample.of(run, 0).before().top()).hasSize(4);
    }
  }

  private static TaskRun open(String model, Chosen<?> method, NDManager manager) {
    TaskSpec spec = new TaskSpec("noise", 5, 11, model, method);
    FrameCache frames = new FrameCache(folder.resolve("frames"), 1 << 24);
    TaskRun run =
        VideoRetrievalTask.open(
            spec, name -> new NoiseVideos(), models, folder.resolve("features"), frames, manager);
    SingleSample.prepare(run);
    return run;
  }
}
