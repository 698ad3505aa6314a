package dev.attune.method.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.method.GivenSubject;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Scale;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.vision.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** DPE as the authors' program ran. */
class DpeFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("dpe");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evolvesAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    List<float[][]> pictures = Streams.pictures(tensors);
    RecordedSteps steps = new RecordedSteps(recorded, pictures.size());
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, tensors, pictures.size());
      Dpe.Options options = options(recorded);
      try (DualPrototypes adapter = new DualPrototypes(subject, options)) {
        List<float[]> answers = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
          int before = adapter.memory().updates();
          Checks checks = new Checks(steps, i, options.alignment());
          answers.add(
              adapter
                  .adapt(List.of(subject.query(pictures.get(i))), checks)
                  .get(0)
                  .after()
                  .scores());
          steps.close("final_logits", i, answers.get(i));
          assertThat((long) adapter.memory().updates() - before)
              .isEqualTo(tensors.get("out.global_updated").longs()[i]);
          assertThat(
                  adapter.memory().cache().byClass().stream()
                      .filter(items -> !items.isEmpty())
                      .count())
              .isEqualTo(tensors.get("out.n_classes_cached").longs()[i]);
          if (i == pictures.size() / 2) {
            steps.close("global_text_after_half", flat(adapter));
          }
        }
        Streams.best(recorded, "final_prediction", answers);
        steps.close("global_text_final", flat(adapter));
      }
    }
  }

  private static float[] flat(DualPrototypes adapter) {
    return Streams.flat(List.of(adapter.memory().texts()));
  }

  /** The logits and the loss of a picture's step. */
  private record Checks(RecordedSteps steps, int picture, double alignment) implements Listener {
    @Override
    public void onGradients(int step, NDArray logits) {
      steps.close("adapt_logits", picture, logits.toFloatArray());
    }

    @Override
    public void onStep(int step, Step result) {
      double expected = of("entropy_loss") + alignment * of("align_loss");
      double tolerance =
          steps.tolerance("entropy_loss") + alignment * steps.tolerance("align_loss");
      assertThat((double) result.loss()).isBetween(expected - tolerance, expected + tolerance);
    }

    private double of(String name) {
      return steps.ofStep(name, picture)[0];
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnElsewhere(Fixtures.Case recorded) throws IOException {
    List<float[][]> pictures = Streams.pictures(recorded.tensors());
    try (NDManager manager = NDManager.newBaseManager()) {
      GivenSubject subject = Streams.subject(manager, recorded.tensors(), pictures.size());
      Streams.goesOn(subject, s -> new Dpe().open(s, options(recorded)), pictures, folder);
    }
  }

  private static Dpe.Options options(Fixtures.Case recorded) {
    JsonNode h = recorded.get("hyperparameters");
    JsonNode positive = h.path("positive");
    JsonNode rates = h.path("learning_rate");
    return new Dpe.Options(
        new Steps(
            1, rates.path("text").asDouble(), h.path("adamw").path("weight_decay").asDouble()),
        rates.path("image").asDouble(),
        new ViewOptions(
            h.path("n_views").asInt(), h.path("selection").asDouble(), 0.08, Augmentation.CROP),
        Scale.PAPER,
        new PositiveCache(
            positive.path("shot_capacity").asInt(),
            positive.path("alpha").asDouble(),
            positive.path("beta").asDouble()),
        rates.path("align").asDouble(),
        0.1,
        h.path("dataset_A_rule").asBoolean() ? Dpe.Asked.VIEWS : Dpe.Asked.PLAIN,
        PromptSpec.USUAL);
  }
}
