package dev.attune.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Chosen;
import dev.attune.method.options.MomentumSpec;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.metric.caption.Spice;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.task.Chain;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TaskSpec;
import dev.attune.task.TinyModels;
import dev.attune.task.TinyScenes;
import dev.attune.testing.MadeMethods;
import dev.attune.testing.SingleSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions of scenes, by a small random captioner. */
class CaptioningRunTest {
  private static final int K = 3;

  @TempDir static Path folder;

  private static TinyModels models;

  @BeforeAll
  static void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  @Test
  void aSampleHasBothCaptionsTheStepsAndAllScores() {
    try (TaskRun run = open("captioner", method(2, List.of("judge", "resnet"), null))) {
      SampleResult first = SingleSample.of(run, 0);
      assertThat(first.truth()).isEqualTo(new TinyScenes(5, 2).captions(0).get(0));
      assertThat(first.steps()).hasSize(2);
      assertThat(first.steps()).allSatisfy(s -> assertThat(s.candidates()).hasSize(K));
      assertThat(first.before().scores())
          .containsOnlyKeys(CaptionScores.columns(EnumSet.of(Extra.CLIP)));
      assertThat(first.before().correct() && first.after().correct()).isFalse();
      SingleSample.of(run, 1);
      SampleResult again = SingleSample.of(run, 0);
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.steps()).isEqualTo(first.steps());
      assertThatThrownBy(() -> SingleSample.of(run, 2)).hasMessageContaining("broken");
    }
  }

  @Test
  void withAParserEveryCaptionHasASpice() {
    Spice spice = new Spice(caption -> Set.of(List.of("thing")), word -> Set.of());
    try (TaskRun run = open("captioner", method(1, List.of("judge"), null), spice)) {
      SampleResult result = SingleSample.of(run, 0);
      assertThat(result.before().scores())
          .containsOnlyKeys(CaptionScores.columns(EnumSet.allOf(Extra.class)))
          .containsEntry("spice", 1.0);
      assertThat(result.after().scores()).containsEntry("spice", 1.0);
    }
  }

  @Test
  void withoutStepsTheCaptionStays() {
    try (TaskRun run = open("captioner", method(0, List.of("judge"), null))) {
      SampleResult result = SingleSample.of(run, 0);
      assertThat(result.after()).isEqualTo(result.before());
      assertThat(result.before().correct()).isFalse();
    }
  }

  @Test
  void aChainGoesOnFromItsFileToTheSameNumbers() throws IOException {
    Chosen<?> method = method(1, List.of("judge"), new MomentumSpec(0.5, 2, 1));
    Path file = folder.resolve("chain");
    try (TaskRun whole = open("captioner", method);
        TaskRun second = open("captioner", method)) {
      Chain chain = whole.chain().orElseThrow();
      SingleSample.of(whole, 0);
      assertThatThrownBy(() -> SingleSample.of(whole, 0)).isInstanceOf(IllegalStateException.class);
      SingleSample.of(whole, 1);
      assertThatThrownBy(() -> SingleSample.of(whole, 2)).hasMessageContaining("broken");
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      assertThat(SingleSample.of(second, 3).after()).isEqualTo(SingleSample.of(whole, 3).after());
    }
  }

  @Test
  void whatIsNoCaptionerOrDoesNotFitIsNamed() {
    Chosen<?> method = method(1, List.of("judge"), null);
    assertThatThrownBy(() -> open("vit", method))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("vit is not a captioner");
    assertThatThrownBy(() -> open("misfit", method))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("misfit: the mapping network takes embeddings of size 25");
  }

  private static TaskRun open(String model, Chosen<?> method) {
    return open(model, method, null);
  }

  private static TaskRun open(String model, Chosen<?> method, @Nullable Spice spice) {
    TaskRun run =
        CaptioningTask.open(
            new TaskSpec("scenes", 5, 11, model, method),
            new TinyScenes(5, 2),
            models,
            new CaptionResources.Found(new Meteor(null, null), spice, Map.of()),
            NDManager.newBaseManager());
    SingleSample.prepare(run);
    return run;
  }

  private static Chosen<?> method(int steps, List<String> judges, @Nullable MomentumSpec momentum) {
    return MadeMethods.of(
        "rlcf-caption",
        "steps",
        steps,
        "learningRate",
        1e-2,
        "weightDecay",
        0,
        "sampleK",
        K,
        "reward.models",
        judges,
        "momentum",
        momentum);
  }
}
