package dev.attune.method.memory;

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
import dev.attune.method.Listener;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.ConfidenceSelection;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.tuned.TunedContexts;
import dev.attune.method.views.Host;
import dev.attune.task.FixedSubject;
import dev.attune.testing.GivenQuery;
import dev.attune.vision.Augmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** DynaPrompt over a stream, against what the authors' program gave. */
class DynaPromptFixtureTest {
  private static final NDIndex ALL = new NDIndex("...");

  @TempDir Path folder;

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("dynaprompt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void choosesAndTunesAsRecorded(Fixtures.Case recorded) throws IOException {
    Fixtures.Tensors tensors = recorded.tensors();
    int samples = (int) tensors.get("out.loss").shape()[0];
    RecordedSteps steps = new RecordedSteps(recorded, samples);
    float[][] start = rowsOf(tensors.get("in.delta_init"));
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip(manager, recorded.weights("policy"));
      NDArray context = array(manager, recorded.inputs().get("in.ctx_init"));
      Tuned tuned =
          new TunedContexts(manager, clip, rows(recorded.inputs().get("in.class_tokens")), context);
      NDArray stream = array(manager, recorded.inputs().get("in.stream_views"));
      DynaPrompt.Options options = options(recorded, (int) stream.getShape().get(1));
      FixedSubject subject =
          new FixedSubject(clip, manager, manager.create(0), List.of(), what -> tuned);
      float[][] answers = new float[samples][];
      try (PromptPool pool = new PromptPool(subject, options)) {
        pool.memory().become(start, pool.memory().order(), pool.memory().uses());
        for (int s = 0; s < samples; s++) {
          choices(steps, s, tuned, context, tuned.prepare(stream.get(s)), pool.memory());
          Trace trace = pool.adapt(List.of(new GivenQuery(stream.get(s))), Listener.NONE).get(0);
          answers[s] = trace.after().scores();
          steps.close("final_logits", s, answers[s]);
          steps.close("loss", s, trace.steps().get(0).loss());
          assertThat(Host.best(answers[s]))
              .isEqualTo(recorded.get("expected", "prediction").path(s).asInt());
          assertThat(trace.viewsKept().stream().mapToLong(v -> v).toArray())
              .isEqualTo(steps.idsOf("selected_views", s));
          assertThat(pool.memory().order().stream().mapToLong(p -> p).toArray())
              .isEqualTo(steps.idsOf("order", s));
          assertThat(Arrays.stream(pool.memory().uses()).asLongStream().toArray())
              .isEqualTo(steps.idsOf("use_count", s));
          String after = "after_%d.ctx_delta".formatted(s + 1);
          if (steps.has(after)) {
            steps.mostlyClose(after, Streams.flat(List.of(pool.memory().deltas())));
          }
        }
      }
      goesOn(subject, options, start, stream, answers);
    }
  }

  /** What the prompts are chosen by. */
  private static void choices(
      RecordedSteps steps,
      int sample,
      Tuned tuned,
      NDArray context,
      NDArray views,
      PoolMemory memory) {
    int oldest = memory.order().get(0);
    boolean full = Arrays.stream(memory.uses()).allMatch(used -> used > 0);
    assertThat(steps.idsOf("reset_prompt", sample)).containsExactly(full ? oldest : -1);
    NDArray first = context.duplicate();
    int prompts = memory.uses().length;
    float[] entropies = new float[prompts];
    float[] differences = new float[prompts];
    for (int p = 0; p < prompts; p++) {
      float[] delta = memory.deltas()[p];
      NDArray moved =
          first.getManager().create(full && p == oldest ? new float[delta.length] : delta);
      context.set(ALL, first.add(moved.reshape(first.getShape())));
      NDArray logits = tuned.tuning(views).logits();
      int classes = (int) logits.getShape().get(1);
      entropies[p] =
          (float)
              Arrays.stream(ConfidenceSelection.entropies(logits.toFloatArray(), classes))
                  .average()
                  .orElseThrow();
      differences[p] = (float) PromptChoice.difference(logits.toFloatArray(), classes);
    }
    context.set(ALL, first);
    steps.close("prompt_entropy", sample, entropies);
    steps.close("probability_difference", sample, differences);
  }

  /** Stopped after each picture, and gone on with elsewhere, to the same digits. */
  private void goesOn(
      FixedSubject subject,
      DynaPrompt.Options options,
      float[][] start,
      NDArray stream,
      float[][] whole)
      throws IOException {
    Path file = folder.resolve("pool.safetensors");
    for (int s = 0; s < whole.length; s++) {
      try (PromptPool pool = new PromptPool(subject, options)) {
        if (s == 0) {
          pool.memory().become(start, pool.memory().order(), pool.memory().uses());
        } else {
          pool.memory().load(file);
        }
        Trace trace = pool.adapt(List.of(new GivenQuery(stream.get(s))), Listener.NONE).get(0);
        assertThat(trace.after().scores()).isEqualTo(whole[s]);
        Files.deleteIfExists(file);
        pool.memory().save(file);
        assertThat(pool.memory().seen()).isEqualTo(s + 1);
      }
    }
  }

  private static float[][] rowsOf(Fixtures.Tensor deltas) {
    int prompts = (int) deltas.shape()[0];
    int size = deltas.floats().length / prompts;
    return IntStream.range(0, prompts)
        .mapToObj(p -> Arrays.copyOfRange(deltas.floats(), p * size, (p + 1) * size))
        .toArray(float[][]::new);
  }

  private static DynaPrompt.Options options(Fixtures.Case recorded, int views) {
    JsonNode h = recorded.get("hyperparameters");
    return new DynaPrompt.Options(
        new Steps(
            h.path("tta_steps").asInt(),
            h.path("lr").asDouble(),
            h.path("weight_decay").asDouble()),
        new ViewOptions(views, h.path("selection_p").asDouble(), 0.08, Augmentation.CROP),
        Tuning.Contexts.WORDS,
        h.path("num_prompts").asInt());
  }
}
