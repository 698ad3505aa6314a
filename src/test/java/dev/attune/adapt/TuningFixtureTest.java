package dev.attune.adapt;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.norm;
import static dev.attune.FixtureArrays.outside;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.Fixtures;
import dev.attune.model.Parameter;
import dev.attune.model.clip.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Prompt and image tuning, step by step, against the reference programs' numbers. */
class TuningFixtureTest {

  static Stream<Fixtures.Case> prompts() {
    return Fixtures.cases("prompt_tuning_rlcf").stream()
        .filter(c -> c.json().path("hyperparameters").path("kd_loss").isMissingNode());
  }

  static Stream<Fixtures.Case> images() {
    return Fixtures.cases("image_tuning_rlcf").stream().filter(TuningFixtureTest::tunesWholeVit);
  }

  /** The cases of one sample that tune every parameter; the others have methods of their own. */
  private static boolean tunesWholeVit(Fixtures.Case c) {
    JsonNode h = c.json().path("hyperparameters");
    return c.json().path("input_views").asString("").endsWith("vit")
        && h.has("tta_steps")
        && !h.path("tune_norm_only").asBoolean(false);
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void promptTuning(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Fixtures.Tensors in = fixture.inputs();
      long[][] tokens = rows(in.get("in.class_tokens"));
      NDArray context = array(manager, in.get("in.ctx_init"));
      Clip clip = clip(manager, fixture.weights("policy"));
      List<Judge> judges = judges(fixture, manager, tokens);
      Policy policy = new PromptPolicy(manager, clip, tokens, context);
      Fixtures.Tensors out = fixture.tensors();
      checkFeatures(manager, out, judges, in);
      double ctxAbs = fixture.get("tolerance", "ctx_abs").asDouble();
      StepListener listener =
          new StepListener() {
            @Override
            public void onGradients(int step, NDArray logits) {
              checkLogits(fixture, out, step, logits);
              float[] gradient = context.getGradient().toFloatArray();
              float[] expected = out.get("out.step%d.ctx_grad".formatted(step)).floats();
              double scale = norm(expected) / Math.sqrt(expected.length);
              assertClose("ctx_grad of step " + step, gradient, expected, 0.01 * scale, 0.01);
            }

            @Override
            public void onUpdate(int step, Adaptation.Step result) {
              checkStep(fixture, out, step, result);
              float[] expected = out.get("out.step%d.ctx_after".formatted(step)).floats();
              assertThat(outside(context.toFloatArray(), expected, ctxAbs))
                  .as("context entries off after step " + step)
                  .isLessThanOrEqualTo(expected.length / 100);
            }
          };
      float[] original = context.toFloatArray();
      check(fixture, manager, policy, judges, array(manager, in.get("in.views")), listener);
      assertThat(context.toFloatArray()).as("context after the reset").isEqualTo(original);
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void imageTuning(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Fixtures.Tensors in = fixture.inputs();
      long[][] tokens = rows(in.get("in.class_tokens"));
      Clip clip = clip(manager, fixture.weights("policy"));
      NDArray text = clip.textFeatures(manager, tokens);
      Fixtures.Tensors out = fixture.tensors();
      assertClose(
          "class features",
          text.toFloatArray(),
          out.get("out.class_features").floats(),
          1e-5,
          1e-4);
      List<Judge> judges = judges(fixture, manager, tokens);
      ImagePolicy policy = new ImagePolicy(clip, text);
      Map<String, float[]> original = values(policy);
      JsonNode gradients = fixture.get("expected", "grad_norm_per_step");
      double gradientRel = fixture.get("tolerance", "grad_norm_rel").asDouble();
      List<String> illConditioned = new ArrayList<>();
      fixture
          .get("tolerance", "ill_conditioned_parameters")
          .forEach(n -> illConditioned.add(n.asString()));
      int last = fixture.get("hyperparameters", "tta_steps").asInt() - 1;
      StepListener listener =
          new StepListener() {
            @Override
            public void onGradients(int step, NDArray logits) {
              checkLogits(fixture, out, step, logits);
              for (Parameter p : policy.trainable()) {
                String name = p.name().substring("visual.".length());
                if (!illConditioned.contains(name)) {
                  double expected = gradients.get(step).path(name).asDouble();
                  assertThat(norm(p.array().getGradient().toFloatArray()))
                      .as("gradient norm of %s in step %d", name, step)
                      .isBetween(
                          expected * (1 - gradientRel) - 1e-7, expected * (1 + gradientRel) + 1e-7);
                }
              }
            }

            @Override
            public void onUpdate(int step, Adaptation.Step result) {
              checkStep(fixture, out, step, result);
              if (step == last) {
                checkParameters(fixture, out, policy, original, illConditioned);
              }
            }
          };
      NDArray views = array(manager, in.get(fixture.get("input_views").asString()));
      check(fixture, manager, policy, judges, views, listener);
      values(policy)
          .forEach(
              (name, value) ->
                  assertThat(value).as(name + " after the reset").isEqualTo(original.get(name)));
    }
  }

  private static void checkParameters(
      Fixtures.Case fixture,
      Fixtures.Tensors out,
      ImagePolicy policy,
      Map<String, float[]> original,
      List<String> illConditioned) {
    JsonNode changes = fixture.get("expected", "change_norm_per_tensor");
    double rel = fixture.get("tolerance", "change_norm_rel").asDouble();
    double abs = fixture.get("tolerance", "param_after_abs").asDouble();
    values(policy)
        .forEach(
            (fullName, value) -> {
              String name = fullName.substring("visual.".length());
              if (!illConditioned.contains(name) && !name.endsWith("in_proj_bias")) {
                float[] change = value.clone();
                float[] from = Objects.requireNonNull(original.get(fullName));
                for (int i = 0; i < change.length; i++) {
                  change[i] -= from[i];
                }
                double expected = changes.path(name).asDouble();
                assertThat(norm(change))
                    .as("change of " + name)
                    .isBetween(expected * (1 - rel), expected * (1 + rel));
              }
              String dump = "out.param_after." + name;
              if (out.has(dump) && !name.endsWith("in_proj_bias")) {
                assertClose(name, value, out.get(dump).floats(), abs, 0);
              }
            });
  }

  private static Map<String, float[]> values(Policy policy) {
    Map<String, float[]> values = new HashMap<>();
    policy.trainable().forEach(p -> values.put(p.name(), p.array().toFloatArray()));
    return values;
  }

  private static void check(
      Fixtures.Case fixture,
      NDManager manager,
      Policy policy,
      List<Judge> judges,
      NDArray views,
      StepListener listener) {
    JsonNode h = fixture.get("hyperparameters");
    RewardSpec.Scope scope =
        h.path("process_batch").asBoolean(false) ? RewardSpec.Scope.BATCH : RewardSpec.Scope.VIEW;
    MethodSpec method =
        new MethodSpec(
            judges.isEmpty() ? MethodType.TPT : MethodType.RLCF_PROMPT,
            h.path("tta_steps").asInt(),
            h.path("lr").asDouble(),
            h.path("weight_decay").asDouble(),
            h.path("sample_k").asInt(0),
            (int) views.getShape().get(0),
            h.path("selection_p").asDouble(),
            1,
            new RewardSpec(
                List.of(),
                h.path("reward_process").asBoolean(true),
                h.path("amplify_rewards").asBoolean(false),
                scope));
    double minEntropy =
        h.path("min_entropy_reg").asInt(0) != 0 ? h.path("min_entropy_w").asDouble() : 0;
    double abs = fixture.get("tolerance", "logits_abs").asDouble();
    Fixtures.Tensors out = fixture.tensors();
    NDArray prepared = policy.prepare(views);
    assertClose(
        "logits of all views",
        policy.initialLogits(prepared).toFloatArray(),
        out.get("out.all_view_logits_step0").floats(),
        abs,
        0);
    try (EpisodicAdapter adapter =
        new EpisodicAdapter(manager, policy, judges, method, minEntropy)) {
      for (int repeat = 0; repeat < 2; repeat++) { // the second finds everything reset
        Adaptation result = adapter.adapt(views, listener);
        assertClose(
            "zero-shot", result.before(), out.get("out.zero_shot_logits_view0").floats(), abs, 0);
        assertClose("final", result.after(), out.get("out.final_logits_view0").floats(), abs, 0);
        assertThat(result.selected()).isEqualTo(ints(out.get("out.selected_idx").longs()));
      }
    }
    assertThat(views.get(new NDIndex("0")).isReleased()).isFalse();
  }

  private static void checkLogits(
      Fixtures.Case fixture, Fixtures.Tensors out, int step, NDArray logits) {
    assertClose(
        "logits of step " + step,
        logits.toFloatArray(),
        out.get("out.step%d.logits".formatted(step)).floats(),
        fixture.get("tolerance", "logits_abs").asDouble(),
        0);
  }

  private static void checkStep(
      Fixtures.Case fixture, Fixtures.Tensors out, int step, Adaptation.Step result) {
    String prefix = "out.step%d.".formatted(step);
    double loss = out.get(prefix + "loss").floats()[0];
    double rel = fixture.get("tolerance", "loss_rel").asDouble();
    assertThat((double) result.loss())
        .as("loss of step " + step)
        .isBetween(loss - rel * Math.abs(loss) - 1e-6, loss + rel * Math.abs(loss) + 1e-6);
    if (out.has(prefix + "topk_idx")) {
      assertThat(result.candidates()).isEqualTo(ints(out.get(prefix + "topk_idx").longs()));
      assertClose("score", result.scores(), out.get(prefix + "clipscore").floats(), 1e-4, 1e-3);
      double scale = norm(out.get(prefix + "reward").floats());
      assertClose(
          "reward", result.rewards(), out.get(prefix + "reward").floats(), 1e-3 * scale, 1e-3);
    }
  }

  /** What the judges see: the candidates' features and those of the selected views. */
  private static void checkFeatures(
      NDManager manager, Fixtures.Tensors out, List<Judge> judges, Fixtures.Tensors in) {
    for (int i = 0; i < judges.size(); i++) {
      String suffix = judges.size() > 1 ? "_features." + i : "_features";
      Judge judge = judges.get(i);
      assertClose(
          "texts of judge " + i,
          judge.textFeatures().toFloatArray(),
          out.get("out.reward_class" + suffix).floats(),
          1e-5,
          1e-4);
      long[] selected = out.get("out.selected_idx").longs();
      NDArray views =
          array(manager, in.get("in.views")).get(new NDIndex("{}", manager.create(selected)));
      assertClose(
          "views of judge " + i,
          judge.imageFeatures(views).toFloatArray(),
          out.get("out.reward_image" + suffix).floats(),
          1e-5,
          1e-4);
    }
  }

  /** The judges of a case: none, one, or an ensemble with its weights. */
  private static List<Judge> judges(Fixtures.Case fixture, NDManager manager, long[][] tokens) {
    JsonNode weights = fixture.get("weights");
    if (weights.has("reward")) {
      return List.of(judge(manager, fixture.weights("reward"), tokens, 1));
    }
    List<Judge> judges = new ArrayList<>();
    JsonNode names = weights.path("rewards_in_order");
    for (int i = 0; i < names.size(); i++) {
      JsonNode shares = fixture.get("hyperparameters").path("weights");
      boolean weighted = fixture.get("hyperparameters").path("weighted_scores").asBoolean(true);
      double share = weighted ? shares.get(i).asDouble() : 1.0 / names.size();
      judges.add(judge(manager, Fixtures.root().resolve(names.get(i).asString()), tokens, share));
    }
    return judges;
  }

  private static Judge judge(NDManager manager, Path file, long[][] tokens, double share) {
    Clip clip = clip(manager, file);
    return new Judge(clip, clip.textFeatures(manager, tokens), share);
  }

  private static int[] ints(long[] longs) {
    return Arrays.stream(longs).mapToInt(l -> (int) l).toArray();
  }
}
