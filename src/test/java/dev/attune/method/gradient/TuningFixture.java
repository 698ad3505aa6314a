package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.norm;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.distill.Distilled;
import dev.attune.method.distill.KdTune;
import dev.attune.method.entropy.TptTune;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.Distillation;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.OneJudge;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.rlcf.Rewarded;
import dev.attune.method.rlcf.RlcfTune;
import dev.attune.method.tuned.TunedTower;
import dev.attune.model.Parameter;
import dev.attune.task.FixedSubject;
import dev.attune.task.JudgeWeights;
import dev.attune.task.Judges;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import dev.attune.vision.Preprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the tuning fixtures share: their method, their judges, and the checks of every step. */
final class TuningFixture {
  private static final List<String> JUDGES = List.of("judge");

  private TuningFixture() {}

  /** The method that a case's hyper-parameters describe. */
  static Chosen<?> method(Fixtures.Case fixture, int views) {
    JsonNode h = fixture.get("hyperparameters");
    Steps steps = steps(fixture);
    ViewOptions shown =
        new ViewOptions(
            views, fixture.get("hyperparameters", "selection_p").asDouble(), 1, Augmentation.CROP);
    TowerOptions tower = tower(fixture);
    MomentumSpec momentum = momentum(h);
    if (h.has("kd_loss")) {
      Distillation loss = Distillation.valueOf(h.path("kd_loss").asString(""));
      return new Chosen<>(
          new KdTune(),
          new KdTune.Options(
              steps,
              shown,
              new Distilled(new OneJudge(JUDGES), loss),
              tower,
              momentum,
              PromptSpec.USUAL));
    }
    if (!h.has("sample_k")) {
      return new Chosen<>(
          new TptTune(), new TptTune.Options(steps, shown, tower, momentum, PromptSpec.USUAL));
    }
    RewardSpec reward =
        reward(
            h.path("reward_process").asBoolean(true),
            h.path("amplify_rewards").asBoolean(false),
            h.path("process_batch").asBoolean(false)
                ? RewardSpec.Scope.BATCH
                : RewardSpec.Scope.VIEW);
    double entropy =
        h.path("min_entropy_reg").asInt(0) != 0 ? h.path("min_entropy_w").asDouble() : 0;
    Rewarded rewarded = new Rewarded(h.path("sample_k").asInt(), reward, entropy);
    return new Chosen<>(
        new RlcfTune(),
        new RlcfTune.Options(steps, shown, rewarded, tower, momentum, PromptSpec.USUAL));
  }

  static Steps steps(Fixtures.Case fixture) {
    return new Steps(
        fixture.get("hyperparameters", "tta_steps").asInt(),
        fixture.get("hyperparameters", "lr").asDouble(),
        fixture.get("hyperparameters", "weight_decay").asDouble());
  }

  /** A reward whose judges are given to the subject. */
  static RewardSpec reward(boolean baseline, boolean amplify, RewardSpec.Scope scope) {
    return new RewardSpec(JUDGES, baseline, amplify, scope);
  }

  /** How a case tunes an image tower. */
  static TowerOptions tower(Fixtures.Case fixture) {
    JsonNode h = fixture.get("hyperparameters");
    return new TowerOptions(
        h.path("tune_norm_only").asBoolean(false) ? TunedParameters.NORM : TunedParameters.ALL,
        batchNorm(h.path("prior_strength").asDouble(-1)));
  }

  /** A tower that is tuned as a case says. */
  static TunedTower tunedTower(Fixtures.Case fixture, Clip clip, NDArray text) {
    return new TunedTower(clip, text, Tuning.Tower.of(tower(fixture)));
  }

  /** A subject whose encoder is tuned as the test says, whatever the method asks for. */
  static Subject subject(NDManager manager, Clip clip, Tuned tuned, List<Judge> judges) {
    return new FixedSubject(clip, manager, manager.create(0), judges, what -> tuned);
  }

  static Trace adapt(Adapter adapter, NDArray rows, Listener listener) {
    return adapter.adapt(List.of(new GivenQuery(rows)), listener).get(0);
  }

  /** What was sampled in a step, view after view. */
  static int[] sampled(Step step) {
    return all(step).mapToInt(Step.Candidate::index).toArray();
  }

  static float[] scores(Step step) {
    return floats(all(step).mapToDouble(Step.Candidate::score));
  }

  static float[] rewards(Step step) {
    return floats(all(step).mapToDouble(Step.Candidate::reward));
  }

  private static Stream<Step.Candidate> all(Step step) {
    return step.candidates().stream().flatMap(List::stream);
  }

  private static float[] floats(DoubleStream values) {
    double[] all = values.toArray();
    float[] floats = new float[all.length];
    for (int i = 0; i < all.length; i++) {
      floats[i] = (float) all[i];
    }
    return floats;
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

  /**
   * The judges of a case: none, one, or an ensemble with its weights.
   *
   * @param shown how the policy sees the pictures
   */
  static List<Judge> judges(
      Fixtures.Case fixture, NDManager manager, Preprocess shown, long[][] tokens) {
    return judges(
        fixture,
        (file, share) -> {
          Clip clip = clip(manager, file);
          return Judges.ofPictures(clip, shown, clip.textFeatures(manager, tokens), share);
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

  static Integer[] boxed(Fixtures.Tensor tensor) {
    return Arrays.stream(ints(tensor)).boxed().toArray(Integer[]::new);
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
      Clip clip,
      Tuned tuned,
      List<Judge> judges,
      NDArray views,
      Listener listener) {
    double abs = fixture.get("tolerance", "logits_abs").asDouble();
    Fixtures.Tensors out = fixture.tensors();
    Map<String, float[]> original = values(tuned.state());
    checkFirstLogits(manager, tuned, views, out.get("out.all_view_logits_step0").floats(), abs);
    Chosen<?> method = method(fixture, (int) views.getShape().get(0));
    try (Adapter adapter = method.open(subject(manager, clip, tuned, judges))) {
      for (int repeat = 0; repeat < 2; repeat++) {
        Trace result = adapt(adapter, views, listener);
        float[] before = out.get("out.zero_shot_logits_view0").floats();
        assertClose("zero-shot", result.before().scores(), before, abs, 0);
        float[] after = out.get("out.final_logits_view0").floats();
        assertClose("final", result.after().scores(), after, abs, 0);
        assertThat(result.viewsKept()).containsExactly(boxed(out.get("out.selected_idx")));
        values(tuned.state())
            .forEach(
                (name, value) ->
                    assertThat(value).as(name + " after reset").isEqualTo(original.get(name)));
      }
    }
  }

  /** All views through the policy as in the first step, and back to where it was. */
  private static void checkFirstLogits(
      NDManager manager, Tuned tuned, NDArray views, float[] expected, double abs) {
    List<NDArray> before = Snapshot.of(manager, tuned.state());
    float[] actual = tuned.tuning(tuned.prepare(views)).logits().toFloatArray();
    Snapshot.restore(before, tuned.state());
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

  static void checkStep(Fixtures.Case fixture, Fixtures.Tensors out, int step, Step result) {
    String prefix = "out.step%d.".formatted(step);
    double rel = fixture.get("tolerance", "loss_rel").asDouble();
    float[] loss = {result.loss()};
    assertClose("loss of step " + step, loss, out.get(prefix + "loss").floats(), 1e-6, rel);
    if (out.has(prefix + "topk_idx")) {
      assertThat(sampled(result)).isEqualTo(ints(out.get(prefix + "topk_idx")));
      assertClose("score", scores(result), out.get(prefix + "clipscore").floats(), 1e-4, 1e-3);
      double scale = norm(out.get(prefix + "reward").floats());
      assertClose(
          "reward", rewards(result), out.get(prefix + "reward").floats(), 1e-3 * scale, 1e-3);
    } else {
      assertThat(result.candidates()).isEmpty();
    }
  }
}
