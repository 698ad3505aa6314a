package dev.attune.method.gradient;

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
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.method.tuned.TunedContexts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompt tuning by every loss, step by step, against the reference program's numbers. */
class PromptTuningFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("prompt_tuning_rlcf");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedSteps(Fixtures.Case fixture) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Fixtures.Tensors in = fixture.inputs();
      long[][] tokens = rows(in.get("in.class_tokens"));
      NDArray context = array(manager, in.get("in.ctx_init"));
      NDArray views = array(manager, in.get("in.views"));
      Clip clip = clip(manager, fixture.weights("policy"));
      List<Judge> judges = TuningFixture.judges(fixture, manager, clip.preprocess(), tokens);
      Tuned tuned = new TunedContexts(manager, clip, tokens, context);
      Fixtures.Tensors out = fixture.tensors();
      checkJudges(manager, out, judges, views);
      TuningFixture.check(
          fixture, manager, clip, tuned, judges, views, new Checks(fixture, out, context));
    }
  }

  /** Logits, gradient, loss and context vectors of every step. */
  private record Checks(Fixtures.Case fixture, Fixtures.Tensors out, NDArray context)
      implements Listener {

    @Override
    public void onGradients(int step, NDArray logits) {
      TuningFixture.checkLogits(fixture, out, step, logits);
      float[] gradient = context.getGradient().toFloatArray();
      float[] expected = out.get("out.step%d.ctx_grad".formatted(step)).floats();
      double scale = norm(expected) / Math.sqrt(expected.length);
      assertClose("ctx_grad of step " + step, gradient, expected, 0.01 * scale, 0.01);
    }

    @Override
    public void onStep(int step, Step result) {
      TuningFixture.checkStep(fixture, out, step, result);
      float[] expected = out.get("out.step%d.ctx_after".formatted(step)).floats();
      double abs = fixture.get("tolerance", "ctx_abs").asDouble();
      assertThat(outside(context.toFloatArray(), expected, abs))
          .as("context entries off after step " + step)
          .isLessThanOrEqualTo(expected.length / 100);
    }
  }

  /** What the judges see: the candidates' features and those of the selected views. */
  private static void checkJudges(
      NDManager manager, Fixtures.Tensors out, List<Judge> judges, NDArray views) {
    if (judges.isEmpty()) {
      return;
    }
    long[] selected = out.get("out.selected_idx").longs();
    NDArray chosen = views.get(new NDIndex("{}", manager.create(selected)));
    for (int i = 0; i < judges.size(); i++) {
      String suffix = judges.size() > 1 ? "_features." + i : "_features";
      Judge judge = judges.get(i);
      float[] texts = out.get("out.reward_class" + suffix).floats();
      assertClose("texts", judge.candidates().toFloatArray(), texts, 1e-5, 1e-4);
      float[] images = out.get("out.reward_image" + suffix).floats();
      assertClose("views", judge.encoder().apply(chosen).toFloatArray(), images, 1e-5, 1e-4);
    }
    if (out.has("out.teacher_logits")) {
      float[] teacher = out.get("out.teacher_logits").floats();
      assertClose("teacher", judges.get(0).logits(chosen).toFloatArray(), teacher, 1e-4, 1e-4);
    }
  }
}
