package dev.attune.method.entropy;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Chosen;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.task.FixedSubject;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C-TPT and R-TPT, step by step, against what the authors' programs gave. */
class PromptEntropyFixtureTest {

  static List<Fixtures.Case> cases() {
    return Stream.of("ctpt", "rtpt").flatMap(c -> Fixtures.cases(c).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tunesAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors in = recorded.inputs();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray context = array(manager, in.get("in.ctx_init"));
      float[] start = context.toFloatArray();
      Tuned tuned = new TunedContexts(manager, clip, rows(in.get("in.class_tokens")), context);
      NDArray views = array(manager, in.get("in.views"));
      RecordedSteps steps = RecordedSteps.of(recorded);
      NDArray prepared = tuned.prepare(views);
      steps.close("all_view_logits_step0", tuned.initial(prepared).logits().toFloatArray());
      FixedSubject subject =
          new FixedSubject(clip, manager, manager.create(0), List.of(), what -> tuned);
      Chosen<?> method = method(recorded, (int) views.getShape().get(0));
      try (Adapter adapter = method.open(subject)) {
        for (int repeat = 0; repeat < 2; repeat++) { // everything is reset in between
          Trace trace =
              adapter
                  .adapt(List.of(new GivenQuery(views)), new Checks(steps, context, views, tuned))
                  .get(0);
          steps.close("final_logits", trace.after().scores());
          assertThat(Host.best(trace.after().scores()))
              .isEqualTo(recorded.get("expected", "prediction").asInt());
          assertThat(trace.viewsKept())
              .containsExactly(
                  Arrays.stream(recorded.tensors().get("out.selected").longs())
                      .mapToObj(l -> (int) l)
                      .toArray(Integer[]::new));
          assertThat(context.toFloatArray()).isEqualTo(start);
        }
      }
      if (method.options() instanceof Rtpt.Options options) {
        float[][] features = SeenViews.rows(tuned.initial(prepared).queries());
        steps.close("weight", options.reliability().weights(features));
        float[] scores = new float[features.length];
        for (int v = 0; v < scores.length; v++) {
          scores[v] = (float) options.reliability().score(features, v);
        }
        steps.close("score", scores);
      }
    }
  }

  private static Chosen<?> method(Fixtures.Case recorded, int views) {
    Steps steps =
        new Steps(
            recorded.get("hyperparameters", "tta_steps").asInt(),
            recorded.get("hyperparameters", "lr").asDouble(),
            recorded.get("hyperparameters", "weight_decay").asDouble());
    double share = recorded.get("hyperparameters", "selection_p").asDouble();
    ViewOptions shown = new ViewOptions(views, share, 0.08, Augmentation.CROP);
    if (recorded.get("hyperparameters").has("lambda_term")) {
      double weight = recorded.get("hyperparameters", "lambda_term").asDouble();
      return new Chosen<>(
          new Ctpt(), new Ctpt.Options(steps, shown, Tuning.Contexts.WORDS, weight));
    }
    Reliability reliability =
        new Reliability(
            recorded.get("hyperparameters", "neighbours").asInt(),
            recorded.get("hyperparameters", "temperature").asDouble());
    return new Chosen<>(
        new Rtpt(), new Rtpt.Options(steps, shown, Tuning.Contexts.WORDS, reliability));
  }

  /** Gradient, loss, dispersion and context vectors of every step. */
  private record Checks(RecordedSteps steps, NDArray context, NDArray views, Tuned tuned)
      implements Listener {

    @Override
    public void onGradients(int step, NDArray logits) {
      steps.close("ctx_grad", step, context.getGradient().toFloatArray());
      if (steps.has("dispersion")) {
        NDArray texts = tuned.tuning(tuned.prepare(views)).candidates();
        steps.close("dispersion", step, DispersedEntropy.dispersion(texts).toFloatArray());
      }
    }

    @Override
    public void onStep(int step, Step result) {
      steps.close("loss", step, result.loss());
      steps.mostlyClose("ctx", step, context.toFloatArray());
    }
  }
}
