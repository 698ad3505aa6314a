package dev.attune.model.caption;

import static dev.attune.FixtureArrays.array;
import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.norm;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.attune.Fixtures;
import dev.attune.model.Parameter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Mapping networks and their gradients against the reference program's. */
class MappingFixtureTest {
  private static final String NORMS = "grad_norms_of_sum(prefix*cotangent)";

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("mapper");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheRecordedPrefixAndGradients(Fixtures.Case fixture) {
    JsonNode stated = fixture.get("config");
    double abs = fixture.get("tolerance", "abs").asDouble();
    double rel = fixture.get("tolerance", "rel").asDouble();
    Fixtures.Tensors t = fixture.tensors();
    try (NDManager manager = NDManager.newBaseManager()) {
      MappingNetwork network =
          MappingFixture.load(fixture.weights("mapper"), stated.path("lm_width").asInt(), manager);
      MappingConfig config = network.config();
      assertThat(config.prefixLength()).isEqualTo(stated.path("prefix_length").asInt());
      assertThat(config.embedDim()).isEqualTo(stated.path("dim_clip").asInt());
      if (config instanceof MappingTransformerConfig transformer) {
        assertThat(transformer.clipLength()).isEqualTo(stated.path("clip_length").asInt());
        assertThat(transformer.layers()).isEqualTo(stated.path("num_layers").asInt());
      }
      NDArray embeddings = array(manager, t.get("in.clip_embedding"));
      NDArray cotangent = array(manager, t.get("in.cotangent"));
      network.parameters().forEach(p -> p.array().setRequiresGradient(true));
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        NDArray prefix = network.prefix(embeddings);
        assertClose("prefix", prefix.toFloatArray(), t.get("out.prefix").floats(), abs, rel);
        gradients.backward(prefix.mul(cotangent).sum());
        for (Parameter p : network.parameters()) {
          checkGradient(fixture, MappingFixture.name(p.name()), p.array().getGradient());
        }
      }
    }
  }

  private static void checkGradient(Fixtures.Case fixture, String name, NDArray gradient) {
    double rel = fixture.get("tolerance", "rel").asDouble();
    float[] values = gradient.toFloatArray();
    double expected = fixture.get("expected", NORMS, name).asDouble();
    assertThat(norm(values))
        .as("gradient norm of " + name)
        .isBetween(expected * (1 - rel), expected * (1 + rel));
    Fixtures.Tensors t = fixture.tensors();
    if (t.has("out.grad." + name)) {
      float[] whole = t.get("out.grad." + name).floats();
      // single entries lie near zero: the tolerance is of the tensor's scale
      double scale = norm(whole) / Math.sqrt(whole.length);
      assertClose("gradient of " + name, values, whole, rel * scale, rel);
    }
  }
}
