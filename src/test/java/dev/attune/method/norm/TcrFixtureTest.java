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
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.RecordedSteps;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Listener;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Descent;
import dev.attune.method.options.Steps;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.method.views.SeenViews;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.task.FixedSubject;
import dev.attune.testing.ReadQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** TCR's loss on given features, and its steps from batch to batch, against what was recorded. */
class TcrFixtureTest {
  @TempDir Path folder;

  static List<Fixtures.Case> losses() {
    return Fixtures.cases("tcr").stream().filter(c -> c.tensors().has("in.query")).toList();
  }

  static List<Fixtures.Case> online() {
    return Fixtures.cases("tcr").stream().filter(c -> !c.tensors().has("in.query")).toList();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void losesAsRecorded(Fixtures.Case recorded) {
    Nn.recordOnlyWhenAsked();
    JsonNode h = recorded.get("hyperparameters");
    Fixtures.Tensors tensors = recorded.tensors();
    int batches = (int) tensors.get("in.query").shape()[0];
    RecordedSteps steps = new RecordedSteps(recorded, batches);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray gallery = array(manager, tensors.get("in.gallery"));
      NDArray all = array(manager, tensors.get("in.query"));
      PairQueue queue = new PairQueue(new float[0][]);
      for (int b = 0; b < batches; b++) {
        NDArray queries = all.get(b).duplicate();
        queries.setRequiresGradient(true);
        NDArray found = Queries.nearest(queries, gallery);
        long[] nearest = steps.idsOf("nearest", b);
        NDArray index = manager.create(nearest, new Shape(nearest.length));
        assertThat(found.toFloatArray())
            .isEqualTo(gallery.get(new NDIndex("{}", index)).toFloatArray());
        NDArray entropies = PairLoss.entropies(queries, found, temperature(h));
        if (b < h.path("update_batches").asInt()) {
          queue =
              queue.with(
                  SeenViews.rows(queries),
                  SeenViews.rows(found),
                  entropies.toFloatArray(),
                  h.path("con_ratio").asDouble(),
                  h.path("max_queue_size").asInt());
        }
        String after = "after_%d.queue_".formatted(b + 1);
        steps.close(after + "indicator", column(queue, 0));
        steps.close(after + "entropy", column(queue, 1));
        assertThat(queue.rows().length).isEqualTo((int) steps.idsOf("queue_size", b)[0]);
        steps.close("margin", b, (float) queue.margin());
        gradient(steps, b, queries, found, queue, h);
      }
    }
  }

  private static void gradient(
      RecordedSteps steps, int b, NDArray queries, NDArray found, PairQueue queue, JsonNode h) {
    float[] parts = new float[3];
    Descent.gradients(
        0,
        () -> {
          NDArray entropies = PairLoss.entropies(queries, found, temperature(h));
          PairLoss loss = PairLoss.of(queries, found, entropies, queue, h.path("t").asDouble());
          parts[0] = loss.entropy().getFloat();
          parts[1] = loss.uniformity().getFloat();
          parts[2] = loss.gap().getFloat();
          return Descent.Loss.of(loss.sum(), queries);
        },
        Listener.NONE);
    steps.close("loss_rem", b, parts[0]);
    steps.close("loss_uni", b, parts[1]);
    steps.close("loss_emg", b, parts[2]);
    steps.close("query_grad", b, Descent.takeGradient(queries));
  }

  private static double temperature(JsonNode h) {
    return h.path("temperature").asDouble();
  }

  private static float[] column(PairQueue queue, int column) {
    float[] values = new float[queue.rows().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = queue.rows()[i][column];
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("online")
  void learnsAsRecorded(Fixtures.Case recorded) throws IOException {
    JsonNode h = recorded.get("hyperparameters");
    int batches = h.path("batches").asInt();
    int each = h.path("tta_steps").asInt();
    RecordedSteps steps = new RecordedSteps(recorded, batches * each);
    RecordedSteps whole = new RecordedSteps(recorded, batches);
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray gallery = gallery(manager, clip, recorded);
      whole.close("gallery", gallery.toFloatArray());
      NDArray images = array(manager, recorded.inputs().get("in.images"));
      Tuned tuned = new TunedNorms(clip, gallery, new Tuning.Norms(0));
      FixedSubject subject = new FixedSubject(clip, manager, gallery, List.of(), what -> tuned);
      int size = (int) (whole.ofStep("similarity", 0).length / gallery.getShape().get(0));
      IntFunction<List<ReadQuery>> batch =
          b ->
              IntStream.range(b * size, (b + 1) * size)
                  .mapToObj(i -> new ReadQuery(images.get(new NDIndex("{}:{}", i, i + 1)), clip))
                  .toList();
      float[][] scores = new float[batches][];
      try (Adapter adapter = new Tcr().open(subject, options(h, size))) {
        NormState state = (NormState) adapter.state().orElseThrow();
        for (int b = 0; b < batches; b++) {
          List<Trace> traces = adapter.adapt(batch.apply(b), Listener.NONE);
          scores[b] = flat(traces);
          float[] cosines = scores[b].clone();
          for (int i = 0; i < cosines.length; i++) {
            cosines[i] /= subject.scale();
          }
          whole.close("similarity", b, cosines);
          whole.close("margin", b, (float) new PairQueue(state.memory()).margin());
          for (int s = 0; s < each; s++) {
            steps.close("loss_total", b * each + s, traces.get(0).steps().get(s).loss());
          }
        }
        state.enter();
        for (Parameter p : tuned.trainable()) {
          whole.mostlyClose(p.name().replace("visual.", "ln."), p.array().toFloatArray());
        }
        state.leave();
      }
      goesOn(subject, options(h, size), batch, scores);
    }
  }

  /** Stopped after each batch, and gone on with elsewhere, to the same digits. */
  private void goesOn(
      FixedSubject subject,
      Tcr.Options options,
      IntFunction<List<ReadQuery>> batch,
      float[][] whole)
      throws IOException {
    Path file = folder.resolve("state.safetensors");
    for (int b = 0; b < whole.length; b++) {
      try (Adapter adapter = new Tcr().open(subject, options)) {
        if (b > 0) {
          adapter.state().orElseThrow().load(file);
        }
        assertThat(flat(adapter.adapt(batch.apply(b), Listener.NONE))).isEqualTo(whole[b]);
        Files.deleteIfExists(file);
        adapter.state().orElseThrow().save(file);
      }
    }
  }

  private static Tcr.Options options(JsonNode h, int size) {
    assertThat(h.path("max_queue_size").asInt()).as("pairs that are kept").isEqualTo(size);
    return new Tcr.Options(
        Tcr.Direction.IMAGE_TO_TEXT,
        new Steps(
            h.path("tta_steps").asInt(),
            h.path("lr").asDouble(),
            h.path("weight_decay").asDouble()),
        new Batched(size),
        temperature(h),
        h.path("con_ratio").asDouble(),
        h.path("t").asDouble(),
        null);
  }

  /** The texts of the classes, and of the classes under every template. */
  private static NDArray gallery(NDManager manager, Clip clip, Fixtures.Case recorded) {
    Fixtures.Tensor classes = recorded.inputs().get("in.class_tokens");
    Fixtures.Tensor templates = recorded.inputs().get("in.template_tokens");
    long[] flat = {templates.shape()[0] * templates.shape()[1], templates.shape()[2]};
    Fixtures.Tensor more = new Fixtures.Tensor("templates", flat, new float[0], templates.longs());
    return NDArrays.concat(
        new NDList(
            clip.textFeatures(manager, rows(classes)), clip.textFeatures(manager, rows(more))));
  }

  private static float[] flat(List<Trace> traces) {
    int width = traces.get(0).after().scores().length;
    float[] flat = new float[traces.size() * width];
    for (int i = 0; i < traces.size(); i++) {
      System.arraycopy(traces.get(i).after().scores(), 0, flat, i * width, width);
    }
    return flat;
  }
}
