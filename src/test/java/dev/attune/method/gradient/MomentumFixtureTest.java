package dev.attune.method.gradient;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.clip;
import static dev.attune.FixtureArrays.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.Fixtures;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Adapter;
import dev.attune.method.Judge;
import dev.attune.method.Listener;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.model.Parameter;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Momentum over consecutive samples, against the reference program's numbers. */
class MomentumFixtureTest {
  @TempDir Path folder;

  static Stream<Fixtures.Case> cases() {
    return Fixtures.cases("image_tuning_rlcf").stream()
        .filter(c -> c.get("hyperparameters").has("tta_momentum"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedSamples(Fixtures.Case fixture) throws IOException {
    try (Run run = new Run(fixture)) {
      for (int sample = 0; sample < run.samples; sample++) {
        run.check(sample);
      }
      run.checkState(folder.resolve("state.safetensors"));
      run.momentum().restart();
      run.check(0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnFromAFile(Fixtures.Case fixture) throws IOException {
    Path file = folder.resolve("state.safetensors");
    try (Run whole = new Run(fixture);
        Run second = new Run(fixture)) {
      int half = whole.samples / 2;
      for (int sample = 0; sample < half; sample++) {
        whole.adapt(sample);
      }
      whole.momentum().save(file);
      second.momentum().load(file);
      assertThat(second.momentum().seen()).isEqualTo(half);
      for (int sample = half; sample < whole.samples; sample++) {
        assertThat(second.adapt(sample).after().scores())
            .isEqualTo(whole.adapt(sample).after().scores());
      }
    }
  }

  /** A policy that learns across the samples of a case. */
  private static final class Run implements AutoCloseable {
    final Fixtures.Case fixture;
    final NDManager manager = NDManager.newBaseManager();
    final Fixtures.Tensors out;
    final NDArray views;
    final int samples;
    final Tuned tuned;
    final Adapter adapter;

    Run(Fixtures.Case fixture) {
      this.fixture = fixture;
      Fixtures.Tensors in = fixture.inputs();
      out = fixture.tensors();
      views = array(manager, in.get(fixture.get("input_views").asString()));
      samples = fixture.get("hyperparameters", "samples").asInt();
      long[][] tokens = rows(in.get("in.class_tokens"));
      Clip clip = clip(manager, fixture.weights("policy"));
      tuned = TuningFixture.tunedTower(fixture, clip, clip.textFeatures(manager, tokens));
      List<Judge> judges = TuningFixture.judges(fixture, manager, clip.preprocess(), tokens);
      adapter =
          TuningFixture.method(fixture, (int) views.getShape().get(1))
              .open(TuningFixture.subject(manager, clip, tuned, judges));
    }

    StreamState momentum() {
      return adapter.state().orElseThrow();
    }

    Trace adapt(int sample) {
      NDArray rows = views.get(new NDIndex("{}", sample));
      return TuningFixture.adapt(adapter, rows, Listener.NONE);
    }

    void check(int sample) {
      double abs = fixture.get("tolerance", "logits_abs").asDouble();
      NDArray plain = views.get(new NDIndex("{}, 0:1", sample));
      float[] initial = tuned.answer(tuned.prepare(plain)).logits().toFloatArray();
      assertClose("initial", initial, row("out.initial_logits_view0", sample), abs, 0);
      Trace result = adapt(sample);
      float[] after = row("out.final_logits_view0", sample);
      assertClose("final", result.after().scores(), after, abs, 0);
      String prefix = "out.sample%d.".formatted(sample);
      assertThat(result.viewsKept())
          .containsExactly(TuningFixture.boxed(out.get(prefix + "selected_idx")));
      assertThat(TuningFixture.sampled(result.steps().get(0)))
          .isEqualTo(TuningFixture.ints(out.get(prefix + "topk_idx_step0")));
      float[] losses = new float[result.steps().size()];
      for (int s = 0; s < losses.length; s++) {
        losses[s] = result.steps().get(s).loss();
      }
      double rel = fixture.get("tolerance", "loss_rel").asDouble();
      assertClose("losses", losses, out.get(prefix + "loss").floats(), 1e-6, rel);
    }

    /** The file holds the average and the start of the next sample. */
    void checkState(Path file) throws IOException {
      momentum().save(file);
      double abs = fixture.get("tolerance", "state_abs").asDouble();
      List<String> checked = new ArrayList<>();
      try (TensorSource saved = SafetensorsFile.open(file)) {
        for (Parameter p : tuned.state()) {
          String name = p.name().substring("visual.".length());
          for (String kind : List.of("initial", "momentum")) {
            String dump = "out.%s_state_after_all.%s".formatted(kind, name);
            if (out.has(dump)) {
              checked.add(dump);
              String stored = (kind.equals("initial") ? "start." : "average.") + p.name();
              float[] expected = out.get(dump).floats();
              float[] value = new float[expected.length];
              FloatBuffer floats = saved.read(stored).asFloatBuffer();
              floats.get(value);
              assertClose(dump, value, expected, abs, 0);
            }
          }
        }
      }
      assertThat(checked).isNotEmpty();
    }

    private float[] row(String name, int sample) {
      Fixtures.Tensor tensor = out.get(name);
      int width = (int) tensor.shape()[1];
      return Arrays.copyOfRange(tensor.floats(), sample * width, (sample + 1) * width);
    }

    @Override
    public void close() {
      adapter.close();
      manager.close();
    }
  }
}
