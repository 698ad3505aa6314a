package dev.attune.train;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.difference;
import static dev.attune.FixtureArrays.norm;
import static dev.attune.FixtureArrays.outside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.method.gradient.AdamW;
import dev.attune.model.Parameter;
import dev.attune.model.caption.MappingFixture;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmFixture;
import dev.attune.model.lm.TokenRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The first steps of ClipCap's and CapDec's training against the reference program's. */
class CaptionTrainingFixtureTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("caption_train");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedSteps(Fixtures.Case fixture) {
    Fixtures.Tensors t = fixture.tensors();
    JsonNode h = fixture.get("hyperparameters");
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmFixture.shared(fixture.weights("opt"), manager);
      MappingNetwork mapping =
          MappingFixture.load(fixture.weights("mapper_start"), lm.config().width(), manager);
      Map<String, float[]> start = new HashMap<>();
      mapping.parameters().forEach(p -> start.put(p.name(), p.array().toFloatArray()));
      mapping.parameters().forEach(p -> p.array().setRequiresGradient(true));
      CaptionRecipe recipe =
          new CaptionRecipe(
              1,
              (int) t.get("in.prefix").shape()[1],
              h.path("lr").asDouble(),
              h.path("warmup_steps").asInt(),
              h.path("weight_decay").asDouble(),
              new EmbeddingNoise(
                  h.path("noise_variance").asDouble(), h.path("uniform_noise").asBoolean()),
              0);
      try (AdamW optimizer = new AdamW(manager, mapping.parameters(), h.path("eps").asDouble())) {
        int steps = (int) t.get("in.prefix").shape()[0];
        for (int s = 0; s < steps; s++) {
          double rate = recipe.rate(s, h.path("total_steps").asInt());
          assertThat(rate)
              .isCloseTo(fixture.get("expected", "lr_used").path(s).asDouble(), offset(1e-12));
          float[] embeddings = embeddings(fixture, t, recipe.noise(), s);
          double loss = CaptionTrainer.gradients(manager, mapping, lm, embeddings, captions(t, s));
          double rel = fixture.get("tolerance", "loss_rel").asDouble();
          float[] expected = {(float) fixture.get("expected", "loss").path(s).asDouble()};
          assertClose("loss of step " + s, new float[] {(float) loss}, expected, 0, rel);
          optimizer.step(rate, recipe.weightDecay());
        }
        checkParameters(fixture, t, mapping, start, steps);
      }
    }
  }

  /** A step's embeddings after noise, with the recorded draws. */
  private static float[] embeddings(
      Fixtures.Case fixture, Fixtures.Tensors t, EmbeddingNoise noise, int step) {
    Fixtures.Tensor all = t.get("in.prefix");
    int size = (int) all.shape()[2];
    int count = (int) all.shape()[1] * size;
    float[] stored = Arrays.copyOfRange(all.floats(), step * count, (step + 1) * count);
    float[] embeddings = EmbeddingNoise.normalised(stored, size);
    if (noise.variance() == 0) {
      return embeddings;
    }
    float[] offsets =
        noise.uniform()
            ? EmbeddingNoise.inBall(draw(t, 2 * step), draw(t, 2 * step + 1), size)
            : draw(t, step);
    float[] moved = noise.move(embeddings, offsets, size);
    assertClose("noisy", moved, t.get("out.noisy_prefix" + step).floats(), 1e-6, 1e-5);
    return moved;
  }

  private static float[] draw(Fixtures.Tensors t, int number) {
    return t.get("in.noise_draw" + number).floats();
  }

  /** A step's captions without the padding that the mask leaves out. */
  private static TokenRows captions(Fixtures.Tensors t, int step) {
    Fixtures.Tensor tokens = t.get("in.tokens");
    int rows = (int) tokens.shape()[1];
    int length = (int) tokens.shape()[2];
    int masked = (int) t.get("in.mask").shape()[2];
    List<long[]> captions = new ArrayList<>();
    for (int row = step * rows; row < (step + 1) * rows; row++) {
      int real = 0;
      for (int i = masked - length; i < masked; i++) {
        real += (int) t.get("in.mask").floats()[row * masked + i];
      }
      captions.add(Arrays.copyOfRange(tokens.longs(), row * length, row * length + real));
    }
    return new TokenRows(captions, 0);
  }

  private static void checkParameters(
      Fixtures.Case fixture,
      Fixtures.Tensors t,
      MappingNetwork mapping,
      Map<String, float[]> start,
      int steps) {
    double rel = fixture.get("tolerance", "change_norm_rel").asDouble();
    double abs = fixture.get("tolerance", "param_abs").asDouble();
    int compared = 0;
    for (Parameter p : mapping.parameters()) {
      String name = MappingFixture.name(p.name());
      float[] value = p.array().toFloatArray();
      float[] change = difference(value, start.get(p.name()));
      double expected = fixture.get("expected", "change_norm", name).asDouble();
      assertThat(norm(change))
          .as("change of " + name)
          .isBetween(expected * (1 - rel), expected * (1 + rel));
      String recorded = "out.param_after%d.%s".formatted(steps, name);
      if (t.has(recorded)) {
        compared++;
        // Adam makes full steps of gradients that are zero but for rounding: where the recording
        // itself is further from double precision than the tolerance, few entries may be off
        boolean rounding =
            fixture.get("tolerance", "measured_fp32_vs_fp64_max_abs", "params").asDouble() > abs;
        float[] after = t.get(recorded).floats();
        assertThat(outside(value, after, abs))
            .as(name)
            .isLessThanOrEqualTo(rounding ? after.length / 100 : 0);
      }
    }
    assertThat(compared).isPositive();
  }
}
