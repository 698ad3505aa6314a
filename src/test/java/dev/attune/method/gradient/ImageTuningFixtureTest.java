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
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Match;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.tuned.TunedTower;
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
      TunedTower tuned = TuningFixture.tunedTower(fixture, clip, text);
      assertThat(tuned.trainable().stream().map(p -> p.name().substring(TOWER.length())))
          .containsExactlyInAnyOrderElementsOf(names(fixture.get("trained_parameters")));
      List<Judge> judges = TuningFixture.judges(fixture, manager, clip.preprocess(), tokens);
      List<Parameter> tower = new ArrayList<>(clip.parameters().image());
      tower.addAll(clip.parameters().runningStatistics());
      Checks checks =
          new Checks(
              fixture,
              fixture.tensors(),
              tuned,
              tower,
              TuningFixture.values(tower),
              names(fixture.get("tolerance", "ill_conditioned_parameters")));
      boolean neverEvaluates = TuningFixture.tower(fixture).parameters() == TunedParameters.NORM;
      Tuned watched = new Watched(manager, tuned, checks, neverEvaluates);
      TuningFixture.check(fixture, manager, clip, watched, judges, views, checks);
    }
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  /** Logits, gradients, losses, and every tensor of the tower after the last step. */
  private record Checks(
      Fixtures.Case fixture,
      Fixtures.Tensors out,
      Tuned tuned,
      List<Parameter> tower,
      Map<String, float[]> original,
      List<String> illConditioned)
      implements Listener {

    @Override
    public void onGradients(int step, NDArray logits) {
      TuningFixture.checkLogits(fixture, out, step, logits);
      JsonNode norms = fixture.get("expected", "grad_norm_per_step").get(step);
      double rel = fixture.get("tolerance", "grad_norm_rel").asDouble();
      for (Parameter p : tuned.trainable()) {
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
    public void onStep(int step, Step result) {
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
  private record Watched(NDManager manager, Tuned tuned, Checks checks, boolean neverEvaluates)
      implements Tuned {

    @Override
    public List<Parameter> trainable() {
      return tuned.trainable();
    }

    @Override
    public List<Parameter> state() {
      return tuned.state();
    }

    @Override
    public boolean viewsInteract() {
      return tuned.viewsInteract();
    }

    @Override
    public NDArray prepare(NDArray views) {
      return tuned.prepare(views);
    }

    @Override
    public Match initial(NDArray prepared) {
      if (!neverEvaluates) {
        return tuned.initial(prepared);
      }
      List<NDArray> before = Snapshot.of(manager, state());
      Match match = tuned.tuning(prepared);
      checks.begin();
      Snapshot.restore(before, state());
      return match;
    }

    @Override
    public Match tuning(NDArray prepared) {
      return tuned.tuning(prepared);
    }

    @Override
    public Match answer(NDArray prepared) {
      Match match = neverEvaluates ? tuned.tuning(prepared) : tuned.answer(prepared);
      checks.checkTensors();
      return match;
    }
  }
}
