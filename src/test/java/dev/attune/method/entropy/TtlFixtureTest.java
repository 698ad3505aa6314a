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
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.tuned.TunedLowRank;
import dev.attune.method.views.Host;
import dev.attune.model.AttentionTerms;
import dev.attune.task.FixedSubject;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Terms of low rank, step by step, against what was recorded of TTL. */
class TtlFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("ttl");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void addsAsRecorded(Fixtures.Case recorded) {
    RecordedSteps steps = RecordedSteps.of(recorded);
    JsonNode h = recorded.get("hyperparameters");
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray texts = clip.textFeatures(manager, rows(recorded.inputs().get("in.class_tokens")));
      steps.close("text_features", texts.toFloatArray());
      NDArray views = array(manager, recorded.inputs().get("in.views"));
      List<AttentionTerms> all = clip.image().attention();
      List<AttentionTerms> blocks =
          h.path("blocks").valueStream().map(block -> all.get(block.asInt())).toList();
      double alpha = h.path("alpha").asDouble();
      Tuned tuned =
          new TunedLowRank(
              clip, texts, blocks, alpha, array(manager, recorded.tensors().get("in.lora_A")));
      steps.close("all_view_logits_step0", tuned.initial(views).logits().toFloatArray());
      Ttl.Options options =
          new Ttl.Options(
              new Steps(
                  h.path("tta_steps").asInt(),
                  h.path("lr").asDouble(),
                  h.path("weight_decay").asDouble()),
              new AllViews((int) views.getShape().get(0), 1, Augmentation.CROP),
              new Tuning.LowRank(h.path("r").asInt(), alpha, 1, 0),
              h.path("weight_offset").asDouble(),
              PromptSpec.USUAL);
      FixedSubject subject = new FixedSubject(clip, manager, texts, List.of(), what -> tuned);
      try (Adapter adapter = new Ttl().open(subject, options)) {
        for (int repeat = 0; repeat < 2; repeat++) { // everything is reset in between
          Trace trace =
              adapter.adapt(List.of(new GivenQuery(views)), new Checks(steps, tuned)).get(0);
          steps.close("final_logits", trace.after().scores());
          assertThat(Host.best(trace.after().scores()))
              .isEqualTo(recorded.get("expected", "prediction").asInt());
        }
      }
    }
  }

  private record Checks(RecordedSteps steps, Tuned tuned) implements Listener {

    private NDArray factor(int number) {
      return tuned.trainable().get(number).array();
    }

    @Override
    public void onGradients(int step, NDArray logits) {
      steps.close("lora_B_grad", step, factor(1).getGradient().toFloatArray());
    }

    @Override
    public void onStep(int step, Step result) {
      steps.close("loss", step, result.loss());
      if (step == steps.steps() - 1) {
        steps.mostlyClose("lora_A", factor(0).toFloatArray());
        steps.mostlyClose("lora_B", factor(1).toFloatArray());
      }
    }
  }
}
