package dev.attune.method.entropy;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.tuned.TunedTower;
import dev.attune.task.FixedSubject;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** MEMO on two samples, against what was recorded of its port to CLIP. */
class MemoFixtureTest {
  private static final TowerOptions LAYERS =
      new TowerOptions(TunedParameters.LAYERS, BatchNormSpec.RUNNING);

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("norm_tta").stream()
        .filter(c -> c.tensors().has("out.n_trained_tensors"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tunesAsRecorded(Fixtures.Case recorded) {
    int samples = (int) recorded.tensors().get("out.loss").shape()[0];
    RecordedSteps steps = new RecordedSteps(recorded, samples);
    JsonNode h = recorded.get("hyperparameters");
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray texts = clip.textFeatures(manager, rows(recorded.inputs().get("in.class_tokens")));
      NDArray all = array(manager, recorded.inputs().get("in.views"));
      int views = (int) all.getShape().get(0) / samples;
      Tuned tuned = new TunedTower(clip, texts, Tuning.Tower.of(LAYERS));
      assertThat((long) tuned.trainable().size())
          .isEqualTo(recorded.tensors().get("out.n_trained_tensors").longs()[0]);
      Memo.Options options =
          new Memo.Options(
              new Steps(1, h.path("lr").asDouble(), h.path("weight_decay").asDouble()),
              new AllViews(views, 1, Augmentation.CROP),
              LAYERS,
              PromptSpec.USUAL);
      FixedSubject subject = new FixedSubject(clip, manager, texts, List.of(), what -> tuned);
      try (Adapter adapter = new Memo().open(subject, options)) {
        for (int s = 0; s < samples; s++) {
          int sample = s;
          NDArray own = all.get(new NDIndex("{}:{}", s * views, (s + 1) * views));
          Listener checks =
              new Listener() {
                @Override
                public void onStep(int step, Step result) {
                  steps.close("loss", sample, result.loss());
                  if (sample == samples - 1) {
                    parameters(steps, tuned);
                  }
                }
              };
          steps.close(
              "logits",
              s,
              adapter.adapt(List.of(new GivenQuery(own)), checks).get(0).after().scores());
        }
      }
    }
  }

  private static void parameters(RecordedSteps steps, Tuned tuned) {
    tuned.trainable().stream()
        .filter(p -> steps.has(p.name().replace("visual.", "param.")))
        .forEach(
            p ->
                steps.mostlyClose(p.name().replace("visual.", "param."), p.array().toFloatArray()));
  }
}
