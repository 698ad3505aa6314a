package dev.attune.method.norm;

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
import dev.attune.method.Method;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.tuned.TunedNorms;
import dev.attune.model.Parameter;
import dev.attune.task.FixedSubject;
import dev.attune.testing.ReadQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tent and SAR from batch to batch, against what was recorded of their ports to CLIP. */
class NormFixtureTest {
  private static final Pattern BLOCK = Pattern.compile("resblocks\\.(\\d+)\\.");

  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("norm_tta").stream()
        .filter(c -> c.get("hyperparameters", "batches").isNumber())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void learnsAsRecorded(Fixtures.Case recorded) throws IOException {
    int batches = recorded.get("hyperparameters", "batches").asInt();
    RecordedSteps steps = new RecordedSteps(recorded, batches);
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray texts = clip.textFeatures(manager, rows(recorded.inputs().get("in.class_tokens")));
      NDArray images = array(manager, recorded.inputs().get("in.images"));
      double leftOut = leftOut(recorded, clip.image().attention().size());
      Tuned tuned = new TunedNorms(clip, texts, new Tuning.Norms(leftOut));
      List<float[]> loaded = values(tuned);
      FixedSubject subject = new FixedSubject(clip, manager, texts, List.of(), what -> tuned);
      int size = (int) images.getShape().get(0) / batches;
      Function<Integer, List<ReadQuery>> batch =
          b ->
              IntStream.range(b * size, (b + 1) * size)
                  .mapToObj(i -> new ReadQuery(images.get(new NDIndex("{}:{}", i, i + 1)), clip))
                  .toList();
      Path file = folder.resolve("learned.safetensors");
      float[][] whole = new float[batches][];
      try (Adapter adapter = open(recorded, subject, size, 1)) {
        NormState state = (NormState) adapter.state().orElseThrow();
        float[] before = scores(adapter, batch.apply(0), false);
        state.restart();
        for (int b = 0; b < batches; b++) {
          List<Trace> traces = adapter.adapt(batch.apply(b), Listener.NONE);
          whole[b] = flat(traces, true);
          steps.close("logits", b, whole[b]);
          if (b == 0) {
            assertThat(flat(traces, false)).isEqualTo(before);
          }
          steps.close("loss", b, traces.get(0).steps().get(0).loss());
          if (steps.has("ema") && !Float.isNaN(steps.ofStep("ema", b)[0])) {
            steps.close("ema", b, state.average());
          }
          assertThat(state.seen()).isEqualTo((b + 1) * size);
        }
        state.enter();
        for (Parameter p : tuned.trainable()) {
          steps.mostlyClose(p.name().replace("visual.", "param."), p.array().toFloatArray());
        }
        state.leave();
        assertThat(values(tuned)).usingRecursiveComparison().isEqualTo(loaded);
        state.save(file);
      }
      try (Adapter adapter = open(recorded, subject, size, 0)) {
        adapter.state().orElseThrow().load(file);
        steps.close("logits_first_batch_after_all", scores(adapter, batch.apply(0), true));
      }
      goesOn(recorded, subject, batch, whole);
    }
  }

  /** Stopped after each batch, and gone on with elsewhere, to the same digits. */
  private void goesOn(
      Fixtures.Case recorded,
      FixedSubject subject,
      Function<Integer, List<ReadQuery>> batch,
      float[][] whole)
      throws IOException {
    Path file = folder.resolve("state.safetensors");
    for (int b = 0; b < whole.length; b++) {
      try (Adapter adapter = open(recorded, subject, batch.apply(b).size(), 1)) {
        if (b > 0) {
          adapter.state().orElseThrow().load(file);
        }
        assertThat(scores(adapter, batch.apply(b), true)).isEqualTo(whole[b]);
        Files.deleteIfExists(file);
        adapter.state().orElseThrow().save(file);
      }
    }
  }

  private static float[] scores(Adapter adapter, List<ReadQuery> batch, boolean after) {
    return flat(adapter.adapt(batch, Listener.NONE), after);
  }

  private static float[] flat(List<Trace> traces, boolean after) {
    int width = traces.get(0).after().scores().length;
    float[] flat = new float[traces.size() * width];
    for (int i = 0; i < traces.size(); i++) {
      float[] scores = (after ? traces.get(i).after() : traces.get(i).before()).scores();
      System.arraycopy(scores, 0, flat, i * width, width);
    }
    return flat;
  }

  private static List<float[]> values(Tuned tuned) {
    return tuned.state().stream().map(p -> p.array().toFloatArray()).toList();
  }

  /** The share of the blocks of which nothing is recorded. */
  private static double leftOut(Fixtures.Case recorded, int blocks) {
    int last =
        recorded.tensors().byName().keySet().stream()
            .flatMap(name -> BLOCK.matcher(name).results())
            .map(MatchResult::group)
            .mapToInt(block -> Integer.parseInt(block.replaceAll("\\D", "")))
            .max()
            .orElseThrow();
    return 1 - (last + 1.0) / blocks;
  }

  private static Adapter open(Fixtures.Case recorded, FixedSubject subject, int size, int count) {
    JsonNode h = recorded.get("hyperparameters");
    Steps steps = new Steps(count, h.path("lr").asDouble(), h.path("weight_decay").asDouble());
    Optimising optimising =
        new Optimising(
            Optimising.Kind.valueOf(h.path("optimizer").asString().toUpperCase(Locale.ROOT)),
            h.path("momentum").asDouble(),
            h.path("nesterov").asBoolean());
    if (h.path("rho").isNull()) {
      return open(
          new Tent(),
          subject,
          new Tent.Options(steps, optimising, new Batched(size), PromptSpec.USUAL));
    }
    return open(
        new Sar(),
        subject,
        new Sar.Options(
            steps,
            optimising,
            new Batched(size),
            h.path("margin_e0").asDouble(),
            h.path("rho").asDouble(),
            h.path("reset_constant").asDouble(),
            0,
            PromptSpec.USUAL));
  }

  private static <O extends Record> Adapter open(
      Method<O> method, FixedSubject subject, O options) {
    return method.open(subject, options);
  }
}
