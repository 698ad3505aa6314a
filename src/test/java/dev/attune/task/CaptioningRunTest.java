package dev.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.MomentumSpec;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.metric.caption.Spice;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.vision.Augmentation;
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
    try (CaptioningRun run = open("captioner", method(2, List.of("judge", "resnet"), null))) {
      SampleResult first = run.run(0);
      assertThat(first.truth()).isEqualTo(new TinyScenes(5, 2).captions(0).get(0));
      assertThat(first.steps()).hasSize(2);
      assertThat(first.steps()).allSatisfy(s -> assertThat(s.candidates()).hasSize(K));
      assertThat(first.before().scores())
          .containsOnlyKeys(CaptionScores.columns(EnumSet.of(Extra.CLIP)));
      assertThat(first.before().correct() && first.after().correct()).isFalse();
      run.run(1);
      SampleResult again = run.run(0);
      assertThat(again.before()).isEqualTo(first.before());
      assertThat(again.after()).isEqualTo(first.after());
      assertThat(again.steps()).isEqualTo(first.steps());
      assertThatThrownBy(() -> run.run(2)).hasMessageContaining("broken");
    }
  }

  @Test
  void withAParserEveryCaptionHasASpice() {
    Spice spice = new Spice(caption -> Set.of(List.of("thing")), word -> Set.of());
    try (CaptioningRun run = open("captioner", method(1, List.of("judge"), null), spice)) {
      SampleResult result = run.run(0);
      assertThat(result.before().scores())
          .containsOnlyKeys(CaptionScores.columns(EnumSet.allOf(Extra.class)))
          .containsEntry("spice", 1.0);
      assertThat(result.after().scores()).containsEntry("spice", 1.0);
    }
  }

  @Test
  void withoutStepsTheCaptionStays() {
    try (CaptioningRun run = open("captioner", method(0, List.of("judge"), null))) {
      SampleResult result = run.run(0);
      assertThat(result.after()).isEqualTo(result.before());
      assertThat(result.before().correct()).isFalse();
    }
  }

  @Test
  void aChainGoesOnFromItsFileToTheSameNumbers() throws IOException {
    MethodSpec method = method(1, List.of("judge"), new MomentumSpec(0.5, 2, 1));
    Path file = folder.resolve("chain");
    try (CaptioningRun whole = open("captioner", method);
        CaptioningRun second = open("captioner", method)) {
      Chain chain = whole.chain().orElseThrow();
      whole.run(0);
      assertThatThrownBy(() -> whole.run(0)).isInstanceOf(IllegalStateException.class);
      whole.run(1);
      assertThatThrownBy(() -> whole.run(2)).hasMessageContaining("broken");
      chain.save(file);
      Chain other = second.chain().orElseThrow();
      other.load(file);
      assertThat(other.next()).isEqualTo(3);
      assertThat(second.run(3).after()).isEqualTo(whole.run(3).after());
    }
  }

  @Test
  void whatIsNoCaptionerOrDoesNotFitIsNamed() {
    MethodSpec method = method(1, List.of("judge"), null);
    assertThatThrownBy(() -> open("vit", method))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("vit is not a captioner");
    assertThatThrownBy(() -> open("misfit", method))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("misfit: the mapping network takes embeddings of size 25");
  }

  private static CaptioningRun open(String model, MethodSpec method) {
    return open(model, method, null);
  }

  private static CaptioningRun open(String model, MethodSpec method, @Nullable Spice spice) {
    return new CaptioningRun(
        new TaskSpec("scenes", 5, 11, model, method),
        new TinyScenes(5, 2),
        models,
        new CaptionResources.Found(new Meteor(null, null), spice, Map.of()),
        NDManager.newBaseManager());
  }

  private static MethodSpec method(
      int steps, List<String> judges, @Nullable MomentumSpec momentum) {
    return new MethodSpec(
        MethodType.RLCF_CAPTION,
        steps,
        1e-2,
        0,
        K,
        1,
        1,
        1,
        new RewardSpec(judges, true, false, RewardSpec.Scope.VIEW),
        Augmentation.CROP,
        TunedParameters.ALL,
        Distillation.KD,
        0,
        BatchNormSpec.RUNNING,
        momentum,
        null,
        false);
  }
}
