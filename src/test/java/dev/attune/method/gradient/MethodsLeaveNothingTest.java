package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Nn;
import dev.attune.vision.Augmentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on both kinds of tower: no array and no change is left behind by a sample. */
class MethodsLeaveNothingTest {
  private static final int VIEWS = 6;
  private static final int SAMPLES = 4;

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (String tower : List.of("clip_vit", "clip_resnet")) {
      for (MethodType type : MethodType.values()) {
        if (type.tunes() == MethodType.Tunes.TEXT_SIDE
            || type.tunes() == MethodType.Tunes.MAPPING_NETWORK) {
          continue; // their samples are texts and captions, see their runs' tests
        }
        all.add(Arguments.of(tower, spec(type, BatchNormSpec.RUNNING, TunedParameters.ALL, null)));
      }
      for (BatchNormSpec.Statistics statistics : BatchNormSpec.Statistics.values()) {
        BatchNormSpec norm = new BatchNormSpec(statistics, 16);
        for (TunedParameters parameters : TunedParameters.values()) {
          all.add(Arguments.of(tower, spec(MethodType.RLCF_TUNE, norm, parameters, null)));
        }
        MomentumSpec momentum = new MomentumSpec(0.5, 2, 0.5);
        all.add(
            Arguments.of(tower, spec(MethodType.RLCF_TUNE, norm, TunedParameters.ALL, momentum)));
      }
    }
    return all;
  }

  private static MethodSpec spec(
      MethodType type,
      BatchNormSpec batchNorm,
      TunedParameters parameters,
      @Nullable MomentumSpec momentum) {
    return new MethodSpec(
        type,
        type == MethodType.ZERO_SHOT ? 0 : 2,
        1e-3,
        5e-4,
        3,
        VIEWS,
        0.5,
        1,
        new RewardSpec(List.of(), true, true, RewardSpec.Scope.BATCH),
        Augmentation.CROP,
        parameters,
        Distillation.DKD,
        type.rewarded() ? 0.1 : 0,
        batchNorm,
        momentum,
        null,
        false);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void nothingIsLeft(String tower, MethodSpec method) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, Fixtures.single(tower).weights("clip"));
      Clip other = clip(manager, judge());
      long[][] tokens = tokens(clip, 5);
      List<Judge> judges =
          method.type().judged()
              ? List.of(Judge.ofPictures(other, other.textFeatures(manager, tokens(other, 5)), 1))
              : List.of();
      Policy policy = policy(manager, clip, tokens, method);
      Map<String, float[]> original = TuningFixture.values(policy.state());
      int before = 0;
      try (EpisodicAdapter adapter = new EpisodicAdapter(manager, policy, judges, method)) {
        int resolution = clip.config().resolution();
        for (int sample = 0; sample < SAMPLES; sample++) {
          Adaptation result = adapt(manager, adapter, resolution, sample, StepListener.NONE);
          assertThat(result.steps()).hasSize(method.steps());
          for (float logit : result.after()) {
            assertThat(logit).isFinite();
          }
          if (sample == 0) {
            before = manager.getManagedArrays().size();
            if (method.steps() > 0) {
              Map<String, float[]> start = TuningFixture.values(policy.state());
              assertThatThrownBy(() -> adapt(manager, adapter, resolution, 0, new FirstStepOnly()))
                  .isInstanceOf(CancellationException.class);
              assertSame(policy, start);
            }
          }
        }
        assertThat(manager.getManagedArrays()).as("arrays after more samples").hasSize(before);
        adapter.momentum().ifPresent(Momentum::restart);
      }
      assertSame(policy, original);
    }
  }

  private static Path judge() {
    return Fixtures.cases("prompt_tuning_rlcf").stream()
        .filter(c -> c.get("weights").has("reward"))
        .findFirst()
        .orElseThrow()
        .weights("reward");
  }

  private static void assertSame(Policy policy, Map<String, float[]> expected) {
    TuningFixture.values(policy.state())
        .forEach((name, value) -> assertThat(value).as(name).isEqualTo(expected.get(name)));
  }

  /** Wants no more after a step. */
  private static final class FirstStepOnly implements StepListener {
    private boolean wanted = true;

    @Override
    public void onUpdate(int step, Adaptation.Step result) {
      wanted = false;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }
  }

  private static Policy policy(NDManager manager, Clip clip, long[][] tokens, MethodSpec method) {
    if (method.type().tunes() == MethodType.Tunes.PROMPT) {
      NDArray context = clip.text().contextOf(manager, new long[] {3, 4});
      return new PromptPolicy(manager, clip, tokens, context);
    }
    NDArray text = clip.textFeatures(manager, tokens);
    return new ImagePolicy(clip, text, method.parameters(), method.batchNorm());
  }

  private static Adaptation adapt(
      NDManager manager,
      EpisodicAdapter adapter,
      int resolution,
      int sample,
      StepListener listener) {
    float[] values = new float[VIEWS * 3 * resolution * resolution];
    Random random = new Random(sample);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (NDManager scope = manager.newSubManager()) {
      Shape shape = new Shape(VIEWS, 3, resolution, resolution);
      return adapter.adapt(Nn.fromHost(scope, values, shape), listener);
    }
  }

  /** Texts of start, two words of context, a class's own word, and end. */
  private static long[][] tokens(Clip clip, int classes) {
    int end = clip.config().vocabSize() - 1;
    long[][] tokens = new long[classes][];
    for (int n = 0; n < classes; n++) {
      tokens[n] = new long[] {end - 1, 3, 4, 10 + n, end};
    }
    return tokens;
  }
}
