package dev.attune.train;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.difference;
import static dev.attune.FixtureArrays.norm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.encoder.video.DglFixture;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** One step of DGL's training, and its rates, against the reference program's numbers. */
class DglTrainingFixtureTest {
  private static final String SCHEDULES = "lr_schedule_cos_init(\\S+)_total(\\d+).*";
  private static final String WARM_UP = "warmup";

  /** Index of the rate of what is new, beside that of the CLIP, which is frozen here. */
  private static final int NEW = 1;

  @TempDir private Path scratch;

  static List<Fixtures.Case> cases() {
    return DglFixture.models();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossGradientsAndAStepAreTheRecordedOnes(Fixtures.Case fixture) {
    fixture
        .get("expected")
        .properties()
        .forEach(e -> stepIsRecorded(fixture, e.getKey(), e.getValue()));
  }

  private void stepIsRecorded(Fixtures.Case fixture, String feature, JsonNode expected) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Nn.recordOnlyWhenAsked(); // now that the engine is loaded
      DglFixture f = DglFixture.load(fixture, scratch, manager);
      try (DglTrainingStep step =
          new DglTrainingStep(manager, f.dgl(), DglFixture.FEATURES.get(feature))) {
        assertLoss(f, step, expected.get("loss"));
        JsonNode norms = expected.get("grad_norms");
        List<Parameter> learning = f.dgl().parameters();
        assertThat(learning)
            .extracting(Parameter::name)
            .containsExactlyInAnyOrderElementsOf(norms.propertyNames());
        Map<String, float[]> before = new HashMap<>();
        for (Parameter p : learning) {
          float[] gradient = p.array().getGradient().toFloatArray();
          assertThat(norm(gradient))
              .as("%s: gradient of %s", feature, p.name())
              .isCloseTo(norms.get(p.name()).asDouble(), relative(f, "grad_norm_rel"));
          String recorded = "out.grad.%s.%s".formatted(feature, p.name());
          if (fixture.tensors().has(recorded)) {
            float[] whole = fixture.tensors().get(recorded).floats();
            assertThat(norm(difference(gradient, whole)))
                .as(recorded)
                .isLessThanOrEqualTo(f.tolerance("grad_norm_rel") * norm(whole));
          }
          before.put(p.name(), p.array().toFloatArray());
        }
        step.move(
            fixture.get("hyperparameters", "lr").asDouble(),
            fixture.get("hyperparameters", "weight_decay").asDouble());
        for (Parameter p : learning) {
          float[] after = p.array().toFloatArray();
          assertThat(norm(difference(after, before.get(p.name()))))
              .as("%s: change of %s", feature, p.name())
              .isCloseTo(
                  expected.get("change_norms").get(p.name()).asDouble(),
                  relative(f, "change_norm_rel"));
          String recorded = "out.after.%s.%s".formatted(feature, p.name());
          if (fixture.tensors().has(recorded)) {
            assertClose(
                recorded,
                after,
                fixture.tensors().get(recorded).floats(),
                f.tolerance("change_norm_rel") * fixture.get("hyperparameters", "lr").asDouble(),
                0);
          }
        }
        assertLoss(f, step, expected.get("loss_after_one_step"));
      }
    }
  }

  private static void assertLoss(DglFixture f, DglTrainingStep step, JsonNode expected) {
    assertThat(step.gradients(f.videos(), f.tokens()))
        .isCloseTo(expected.asDouble(), relative(f, "loss_rel"));
  }

  private static Percentage relative(DglFixture f, String tolerance) {
    return Percentage.withPercentage(100 * f.tolerance(tolerance));
  }

  @Test
  void ratesAreTheRecordedOnes() {
    Map.Entry<String, JsonNode> schedules =
        DglFixture.metrics().get("expected").properties().stream()
            .filter(e -> e.getKey().matches(SCHEDULES))
            .findFirst()
            .orElseThrow();
    double rate = Double.parseDouble(schedules.getKey().replaceFirst(SCHEDULES, "$1"));
    int steps = Integer.parseInt(schedules.getKey().replaceFirst(SCHEDULES, "$2"));
    schedules
        .getValue()
        .properties()
        .forEach(
            e -> {
              double warmUp = Double.parseDouble(e.getKey().substring(WARM_UP.length()));
              DglSchedule schedule = new DglSchedule(steps, warmUp, rate);
              for (int step = 0; step < steps; step++) {
                assertThat(schedule.rate(step))
                    .as("%s, step %d", e.getKey(), step)
                    .isCloseTo(e.getValue().get(step).get(NEW).asDouble(), within(1e-12));
              }
            });
  }
}
