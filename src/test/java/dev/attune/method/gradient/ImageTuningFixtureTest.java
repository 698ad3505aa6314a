package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.norm;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tuning of both kinds of image tower, step by step, against the reference program's numbers. */
class ImageTuningFixtureTest {
  private static final String TOWER = "visual.";

  static Stream<Fixtures.Case> cases() {
    return Fixtures.cases("image_tuning_rlcf").stream()
        .filter(c -> !c.get("hyperparameters").has("tta_momentum"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedSteps(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Fixtures.Tensors in = fixture.inputs();
      long[][] tokens = rows(in.get("in.class_tokens"));
      NDArray views = array(manager, in.get(fixture.get("input_views").asString()));
      Clip clip = clip(manager, fixture.weights("policy"));
      NDArray text = clip.textFeatures(manager, tokens);
      float[] expected = fixture.tensors().get("out.class_features").floats();
      assertClose("class features", text.toFloatArray(), expected, 1e-5, 1e-4);
      MethodSpec method = TuningFixture.method(fixture, (int) views.getShape().get(0));
      ImagePolicy policy = new ImagePolicy(clip, text, method.parameters(), method.batchNorm());
      assertThat(policy.trainable().stream().map(p -> p.name().substring(TOWER.length())))
          .containsExactlyInAnyOrderElementsOf(names(fixture.get("trained_parameters")));
      List<Judge> judges = TuningFixture.judges(fixture, manager, tokens);
      List<Parameter> tower = new ArrayList<>(clip.parameters().image());
      tower.addAll(clip.parameters().runningStatistics());
      Checks checks =
          new Checks(
              fixture,
              fixture.tensors(),
              policy,
              tower,
              TuningFixture.values(tower),
              names(fixture.get("tolerance", "ill_conditioned_parameters")));
      boolean neverEvaluates = method.parameters() == TunedParameters.NORM;
      Policy watched = new Watched(manager, policy, checks, neverEvaluates);
      TuningFixture.check(fixture, manager, watched, judges, views, checks);
    }
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  /** Logits, gradients, losses, and every tensor of the tower after the last step. */
  private record Checks(
      Fixtures.Case fixture,
      Fixtures.Tensors out,
      Policy policy,
      List<Parameter> tower,
      Map<String, float[]> original,
      List<String> illConditioned)
      implements StepListener {

    @Override
    public void onGradients(int step, NDArray logits) {
      TuningFixture.checkLogits(fixture, out, step, logits);
      JsonNode norms = fixture.get("expected", "grad_norm_per_step").get(step);
      double rel = fixture.get("tolerance", "grad_norm_rel").asDouble();
      for (Parameter p : policy.trainable()) {
        String name = p.name().substring(TOWER.length());
        float[] gradient = p.array().getGradient().toFloatArray();
        if (!illConditioned.contains(name)) {
          double expected = norms.path(name).asDouble();
          assertThat(norm(gradient))
              .as("gradient norm of %s in step %d", name, step)
              .isBetween(expected * (1 - rel) - 1e-7, expected * (1 + rel) + 1e-7);
        }
        String dump = "out.step%d.grad.%s".formatted(step, name);
        if (out.has(dump)) {
          float[] expected = out.get(dump).floats();
          double scale = norm(expected) / Math.sqrt(expected.length);
          assertClose(dump, gradient, expected, 0.01 * scale, 0.01);
        }
      }
    }

    @Override
    public void onUpdate(int step, Adaptation.Step result) {
      TuningFixture.checkStep(fixture, out, step, result);
    }

    /** Takes the tower as it is for what changes are measured from. */
    void begin() {
      original.putAll(TuningFixture.values(tower));
    }

    void checkTensors() {
      TuningFixture.values(tower).forEach(this::checkTensor);
    }

    /** The key third of {@code in_proj_bias} has no gradient but rounding noise. */
    private void checkTensor(String fullName, float[] value) {
      String name = fullName.substring(TOWER.length());
      if (illConditioned.contains(name) || name.endsWith("in_proj_bias")) {
        return;
      }
      float[] change = value.clone();
      float[] from = Objects.requireNonNull(original.get(fullName));
      for (int i = 0; i < change.length; i++) {
        change[i] -= from[i];
      }
      double expected = fixture.get("expected", "change_norm_per_tensor", name).asDouble();
      double rel = fixture.get("tolerance", "change_norm_rel").asDouble();
      assertThat(norm(change))
          .as("change of " + name)
          .isBetween(expected * (1 - rel), expected * (1 + rel));
      if (out.has("out.param_after." + name)) {
        float[] after = out.get("out.param_after." + name).floats();
        double abs = fixture.get("tolerance", "param_after_abs").asDouble();
        assertClose(name, value, after, abs, 0);
      }
    }
  }

  /**
   * Checks the tower once it has answered. When only norms are tuned the reference program never
   * leaves its training mode: its answers for one picture then take that picture's statistics, and
   * the running ones follow. Attune answers with the running ones (ALGORITHMS 4), but its parts
   * give those numbers too.
   */
  private record Watched(
      NDManager manager, ImagePolicy policy, Checks checks, boolean neverEvaluates)
      implements Policy {

    @Override
    public List<Parameter> trainable() {
      return policy.trainable();
    }

    @Override
    public List<Parameter> state() {
      return policy.state();
    }

    @Override
    public boolean viewsInteract() {
      return policy.viewsInteract();
    }

    @Override
    public NDArray prepare(NDArray views) {
      return policy.prepare(views);
    }

    @Override
    public NDArray initialLogits(NDArray prepared) {
      if (!neverEvaluates) {
        return policy.initialLogits(prepared);
      }
      List<NDArray> before = Snapshot.of(manager, state());
      NDArray logits = policy.logits(prepared);
      checks.begin();
      Snapshot.restore(before, state());
      return logits;
    }

    @Override
    public NDArray logits(NDArray prepared) {
      return policy.logits(prepared);
    }

    @Override
    public NDArray answer(NDArray prepared) {
      NDArray logits = neverEvaluates ? policy.logits(prepared) : policy.answer(prepared);
      checks.checkTensors();
      return logits;
    }
  }
}
