package dev.attune.method.norm;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Scale;
import dev.attune.method.options.Steps;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.views.Host;
import dev.attune.task.EncoderSubject;
import dev.attune.testing.ReadQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** WATT on a batch, against what the authors' program gave. */
class WattFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("watt");
  }

  /** Classes whose texts under each prompt are recorded. */
  private static final class Recorded extends EncoderSubject {
    private final NDArray single;
    private final NDArray prompts;
    private final Tuned tuned;

    Recorded(NDManager manager, Clip clip, NDArray single, NDArray prompts) {
      super(clip, manager);
      this.single = single;
      this.prompts = prompts;
      tuned = new TunedNorms(clip, single, new Tuning.Norms(0));
    }

    @Override
    public NDArray candidates() {
      return single;
    }

    @Override
    public List<NDArray> candidates(PromptSpec each) {
      return IntStream.range(0, (int) prompts.getShape().get(0)).mapToObj(prompts::get).toList();
    }

    @Override
    public Tuned tune(Tuning what) {
      return tuned;
    }

    @Override
    public List<Judge> judges(RewardSpec reward) {
      return List.of();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void averagesAsRecorded(Fixtures.Case recorded) {
    Fixtures.Tensors tensors = recorded.tensors();
    RecordedSteps steps = new RecordedSteps(recorded, (int) tensors.get("out.loss").shape()[0]);
    JsonNode h = recorded.get("hyperparameters");
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray single = clip.textFeatures(manager, rows(recorded.inputs().get("in.class_tokens")));
      NDArray prompts = prompts(manager, clip, recorded);
      steps.close("template_text_features", prompts.toFloatArray());
      NDArray images =
          array(manager, (tensors.has("in.images") ? tensors : recorded.inputs()).get("in.images"));
      List<ReadQuery> batch =
          IntStream.range(0, (int) images.getShape().get(0))
              .mapToObj(i -> new ReadQuery(images.get(new NDIndex("{}:{}", i, i + 1)), clip))
              .toList();
      boolean alone = h.path("reference_template_for_evaluation").asBoolean();
      Watt.Options options =
          new Watt.Options(
              new Steps(
                  h.path("l").asInt(), h.path("lr").asDouble(), h.path("weight_decay").asDouble()),
              h.path("m").asInt(),
              Watt.Order.valueOf(h.path("type").asString().toUpperCase(Locale.ROOT)),
              PromptSpec.of("watt-8"),
              alone ? Watt.Evaluation.SINGLE : Watt.Evaluation.MEAN,
              new Batched(batch.size()),
              Scale.PAPER);
      Recorded subject = new Recorded(manager, clip, single, prompts);
      float[] before = clip.imageFeatures(images).toFloatArray();
      steps.close("image_features_before", before);
      try (Adapter adapter = new Watt().open(subject, options)) {
        for (int repeat = 0; repeat < 2; repeat++) { // everything is reset in between
          List<Trace> traces = adapter.adapt(batch, new Losses(steps));
          float[] logits = flat(traces);
          steps.close("logits_after", logits);
          assertThat(traces.stream().mapToLong(t -> Host.best(t.after().scores())).toArray())
              .isEqualTo(tensors.get("out.prediction").longs());
          assertThat(traces.get(0).steps()).hasSize(steps.steps());
          assertThat(clip.imageFeatures(images).toFloatArray()).isEqualTo(before);
        }
      }
    }
  }

  private static NDArray prompts(NDManager manager, Clip clip, Fixtures.Case recorded) {
    Fixtures.Tensor tokens = recorded.inputs().get("in.template_tokens");
    int prompts = recorded.get("hyperparameters", "n_templates").asInt();
    int each = (int) (tokens.shape()[1] * tokens.shape()[2]);
    long[] shape = {tokens.shape()[1], tokens.shape()[2]};
    return NDArrays.stack(
        new NDList(
            IntStream.range(0, prompts)
                .mapToObj(
                    k ->
                        new Fixtures.Tensor(
                            "prompt",
                            shape,
                            new float[0],
                            Arrays.copyOfRange(tokens.longs(), k * each, (k + 1) * each)))
                .map(FixtureArrays::rows)
                .map(rows -> clip.textFeatures(manager, rows))
                .toList()));
  }

  private static float[] flat(List<Trace> traces) {
    int width = traces.get(0).after().scores().length;
    float[] flat = new float[traces.size() * width];
    for (int i = 0; i < traces.size(); i++) {
      System.arraycopy(traces.get(i).after().scores(), 0, flat, i * width, width);
    }
    return flat;
  }

  private record Losses(RecordedSteps steps) implements Listener {
    @Override
    public void onStep(int step, Step result) {
      steps.close("loss", step, result.loss());
    }
  }
}
