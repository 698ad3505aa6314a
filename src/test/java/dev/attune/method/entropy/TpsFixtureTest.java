package dev.attune.method.entropy;

import static dev.attune.FixtureArrays.array;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.method.Adapter;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
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
      RecordedSteps.of(recorded)
          .close(
              "all_view_logits_step0", tuned.initial(tuned.prepare(views)).logits().toFloatArray());
      double share = recorded.get("hyperparameters", "selection_p").asDouble();
      ViewOptions shown =
          new ViewOptions((int) views.getShape().get(0), share, 0.08, Augmentation.CROP);
      try (Adapter adapter =
          new Tps().open(subject, new Tps.Options(steps, shown, what, PromptSpec.USUAL))) {
        for (int repeat = 0; repeat < 2; repeat++) { // everything is reset in between
          Trace trace =
              adapter
                  .adapt(
                      List.of(new GivenQuery(views)),
                      new Checks(RecordedSteps.of(recorded), tuned.trainable()))
                  .get(0);
          RecordedSteps.of(recorded).close("final_logits", trace.after().scores());
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
  private record Checks(RecordedSteps recorded, List<Parameter> tuned) implements Listener {

    @Override
    public void onGradients(int step, NDArray logits) {
      for (Parameter p : tuned) {
        recorded.close(p.name() + "_grad", step, p.array().getGradient().toFloatArray());
      }
    }

    @Override
    public void onStep(int step, Step result) {
      recorded.close("loss", step, result.loss());
      for (Parameter p : tuned) {
        recorded.mostlyClose(p.name(), step, p.array().toFloatArray());
      }
    }
  }
}
