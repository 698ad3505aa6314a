package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.norm;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Parameter;
import dev.attune.vision.Augmentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the tuning fixtures share: their method, their judges, and the checks of every step. */
final class TuningFixture {

  private TuningFixture() {}

  /** The method that a case's hyper-parameters describe. */
  static MethodSpec method(Fixtures.Case fixture, int views) {
    JsonNode h = fixture.get("hyperparameters");
    boolean distils = h.has("kd_loss");
    boolean rewarded = h.has("sample_k");
    return new MethodSpec(
        distils ? MethodType.KD_TUNE : rewarded ? MethodType.RLCF_TUNE : MethodType.TPT,
        fixture.get("hyperparameters", "tta_steps").asInt(),
        fixture.get("hyperparameters", "lr").asDouble(),
        fixture.get("hyperparameters", "weight_decay").asDouble(),
        h.path("sample_k").asInt(0),
        views,
        fixture.get("hyperparameters", "selection_p").asDouble(),
        1,
        new RewardSpec(
            List.of(),
            h.path("reward_process").asBoolean(true),
            h.path("amplify_rewards").asBoolean(false),
            h.path("process_batch").asBoolean(false)
                ? RewardSpec.Scope.BATCH
                : RewardSpec.Scope.VIEW),
        Augmentation.CROP,
        h.path("tune_norm_only").asBoolean(false) ? TunedParameters.NORM : TunedParameters.ALL,
        distils ? Distillation.valueOf(h.path("kd_loss").asString("")) : Distillation.KD,
        h.path("min_entropy_reg").asInt(0) != 0 ? h.path("min_entropy_w").asDouble() : 0,
        batchNorm(h.path("prior_strength").asDouble(-1)),
        momentum(h),
        null,
        false);
  }

  /** The reference program takes a negative strength for the batch's statistics alone. */
  private static BatchNormSpec batchNorm(double priorStrength) {
    return priorStrength < 0
        ? new BatchNormSpec(BatchNormSpec.Statistics.BATCH, 0)
        : new BatchNormSpec(BatchNormSpec.Statistics.MIX, priorStrength);
  }

  static @Nullable MomentumSpec momentum(JsonNode h) {
    return h.has("tta_momentum")
        ? new MomentumSpec(
            h.path("tta_momentum").asDouble(),
            h.path("update_freq").asInt(),
            h.path("update_w").asDouble())
        : null;
  }

  /** The judges of a case: none, one, or an ensemble with its weights. */
  static List<Judge> judges(Fixtures.Case fixture, NDManager manager, long[][] tokens) {
    return judges(
        fixture,
        (file, share) -> {
          Clip clip = clip(manager, file);
          return Judge.ofPictures(clip, clip.textFeatures(manager, tokens), share);
        });
  }

  /** As above, with judges made of their weight files and shares. */
  static List<Judge> judges(Fixtures.Case fixture, BiFunction<Path, Double, Judge> judge) {
    JsonNode weights = fixture.get("weights");
    if (weights.has("reward")) {
      return List.of(judge.apply(fixture.weights("reward"), 1.0));
    }
    JsonNode names = weights.path("rewards_in_order");
    JsonNode h = fixture.get("hyperparameters");
    double[] shares =
        h.path("weighted_scores").asBoolean(true)
            ? doubles(h.path("weights"))
            : JudgeWeights.equal(names.size());
    if (h.has("raw_confidences")) {
      assertThat(JudgeWeights.rounded(doubles(h.path("raw_confidences"))))
          .isEqualTo(doubles(h.path("weights")));
    }
    List<Judge> judges = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Path file = Fixtures.root().resolve(names.get(i).asString());
      judges.add(judge.apply(file, shares[i]));
    }
    return judges;
  }

  static double[] doubles(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  static int[] ints(Fixtures.Tensor tensor) {
    return Arrays.stream(tensor.longs()).mapToInt(l -> (int) l).toArray();
  }

  /** The values of everything that adapting moves, by name. */
  static Map<String, float[]> values(List<Parameter> tensors) {
    Map<String, float[]> values = new HashMap<>();
    tensors.forEach(p -> values.put(p.name(), p.array().toFloatArray()));
    return values;
  }

  /**
   * Adapts twice, the second time to find everything reset, and checks what comes out.
   *
   * @param listener checks the steps
   */
  static void check(
      Fixtures.Case fixture,
      NDManager manager,
      Policy policy,
      List<Judge> judges,
      NDArray views,
      StepListener listener) {
    double abs = fixture.get("tolerance", "logits_abs").asDouble();
    Fixtures.Tensors out = fixture.tensors();
    Map<String, float[]> original = values(policy.state());
    checkFirstLogits(manager, policy, views, out.get("out.all_view_logits_step0").floats(), abs);
    MethodSpec method = method(fixture, (int) views.getShape().get(0));
    try (EpisodicAdapter adapter = new EpisodicAdapter(manager, policy, judges, method)) {
      for (int repeat = 0; repeat < 2; repeat++) {
        Adaptation result = adapter.adapt(views, listener);
        assertClose(
            "zero-shot", result.before(), out.get("out.zero_shot_logits_view0").floats(), abs, 0);
        assertClose("final", result.after(), out.get("out.final_logits_view0").floats(), abs, 0);
        assertThat(result.selected()).isEqualTo(ints(out.get("out.selected_idx")));
        values(policy.state())
            .forEach(
                (name, value) ->
                    assertThat(value).as(name + " after reset").isEqualTo(original.get(name)));
      }
    }
  }

  /** All views through the policy as in the first step, and back to where it was. */
  private static void checkFirstLogits(
      NDManager manager, Policy policy, NDArray views, float[] expected, double abs) {
    List<NDArray> before = Snapshot.of(manager, policy.state());
    float[] actual = policy.logits(policy.prepare(views)).toFloatArray();
    Snapshot.restore(before, policy.state());
    assertClose("logits of all views", actual, expected, abs, 0);
  }

  static void checkLogits(Fixtures.Case fixture, Fixtures.Tensors out, int step, NDArray logits) {
    assertClose(
        "logits of step " + step,
        logits.toFloatArray(),
        out.get("out.step%d.logits".formatted(step)).floats(),
        fixture.get("tolerance", "logits_abs").asDouble(),
        0);
  }

  static void checkStep(
      Fixtures.Case fixture, Fixtures.Tensors out, int step, Adaptation.Step result) {
    String prefix = "out.step%d.".formatted(step);
    double rel = fixture.get("tolerance", "loss_rel").asDouble();
    float[] loss = {result.loss()};
    assertClose("loss of step " + step, loss, out.get(prefix + "loss").floats(), 1e-6, rel);
    if (out.has(prefix + "topk_idx")) {
      assertThat(result.candidates()).isEqualTo(ints(out.get(prefix + "topk_idx")));
      assertClose("score", result.scores(), out.get(prefix + "clipscore").floats(), 1e-4, 1e-3);
      double scale = norm(out.get(prefix + "reward").floats());
      assertClose(
          "reward", result.rewards(), out.get(prefix + "reward").floats(), 1e-3 * scale, 1e-3);
    } else {
      assertThat(result.candidates()).isEmpty();
    }
  }
}
