package dev.attune.method.entropy;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.outside;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuning;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.tuned.TunedShift;
import dev.attune.method.views.Host;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shifts of the class texts, step by step, against what the authors' program gave. */
class TpsFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("tps");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shiftsAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    Steps steps =
        new Steps(
            recorded.get("hyperparameters", "tta_steps").asInt(),
            recorded.get("hyperparameters", "lr").asDouble(),
            recorded.get("hyperparameters", "weight_decay").asDouble());
    Tuning.Shift what =
        new Tuning.Shift(
            recorded.get("hyperparameters", "per_class").asBoolean(),
            recorded.get("hyperparameters", "scale").asBoolean());
    float scale = tensors.get("in.logit_scale").floats()[0];
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray views = array(manager, tensors.get("in.views"));
      NDArray texts = array(manager, tensors.get("in.prototypes"));
      TunedShift tuned =
          new TunedShift(manager, texts, what, Nn::normalize, cosines -> Nn.scale(cosines, scale));
      float[][] rows = GivenSubject.rows(tensors.get("in.prototypes"));
      GivenSubject subject = GivenSubject.of(manager, rows, scale, 1).tuned(tuned);
      assertClose(
          "logits of all views",
          tuned.initial(tuned.prepare(views)).logits().toFloatArray(),
          tensors.get("out.all_view_logits_step0").floats(),
          recorded.get("tolerance", "abs", "all_view_logits_step0").asDouble(),
          0);
      double share = recorded.get("hyperparameters", "selection_p").asDouble();
      ViewOptions shown =
          new ViewOptions((int) views.getShape().get(0), share, 0.08, Augmentation.CROP);
      try (Adapter adapter = new Tps().open(subject, new Tps.Options(steps, shown, what))) {
        for (int repeat = 0; repeat < 2; repeat++) { // everything is reset in between
          Trace trace =
              adapter
                  .adapt(List.of(new GivenQuery(views)), new Checks(recorded, tuned.trainable()))
                  .get(0);
          assertClose(
              "final logits",
              trace.after().scores(),
              tensors.get("out.final_logits").floats(),
              recorded.get("tolerance", "abs", "final_logits").asDouble(),
              0);
          assertThat(Host.best(trace.before().scores()))
              .isEqualTo(recorded.get("expected", "zero_shot_prediction").asInt());
          assertThat(Host.best(trace.after().scores()))
              .isEqualTo(recorded.get("expected", "prediction").asInt());
          long[] selected = tensors.get("out.selected").longs();
          int each = selected.length / steps.steps();
          assertThat(trace.viewsKept().stream().mapToLong(v -> v).toArray())
              .isEqualTo(Arrays.copyOfRange(selected, selected.length - each, selected.length));
        }
      }
    }
  }

  /** Gradients, losses and what is tuned, of every step. */
  private record Checks(Fixtures.Case recorded, List<Parameter> tuned) implements Listener {

    private float[] ofStep(String name, int step) {
      float[] all = recorded.tensors().get("out." + name).floats();
      int size = all.length / recorded.get("hyperparameters", "tta_steps").asInt();
      return Arrays.copyOfRange(all, step * size, (step + 1) * size);
    }

    private double tolerance(String name) {
      return recorded.get("tolerance", "abs", name).asDouble();
    }

    @Override
    public void onGradients(int step, NDArray logits) {
      for (Parameter p : tuned) {
        String name = p.name() + "_grad";
        float[] gradient = p.array().getGradient().toFloatArray();
        assertClose(name, gradient, ofStep(name, step), tolerance(name), 0);
      }
    }

    @Override
    public void onStep(int step, Step result) {
      float[] loss = {result.loss()};
      assertClose("loss", loss, ofStep("loss", step), tolerance("loss"), 0);
      for (Parameter p : tuned) {
        float[] expected = ofStep(p.name(), step);
        assertThat(outside(p.array().toFloatArray(), expected, tolerance(p.name())))
            .as(p.name() + " entries off after step " + step)
            .isLessThanOrEqualTo(expected.length / 100);
      }
    }
  }
}
