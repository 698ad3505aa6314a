package dev.attune.model.lm;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.weights.SafetensorsFile;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** The language models of the fixtures. */
public final class LmFixture {

  private LmFixture() {}

  /** The OPT of a case that states its configuration. */
  public static CausalLm opt(Fixtures.Case fixture, NDManager manager) {
    return opt(config(fixture), fixture.weights("opt"), manager);
  }

  static LmConfig config(Fixtures.Case fixture) {
    JsonNode c = fixture.get("config");
    return new LmConfig(
        LmFamily.OPT,
        c.path("vocab_size").asInt(),
        c.path("hidden_size").asInt(),
        c.path("num_hidden_layers").asInt(),
        c.path("num_attention_heads").asInt(),
        c.path("ffn_dim").asInt(),
        c.path("max_position_embeddings").asInt());
  }

  /** The OPT that all cases share; cases beside {@code opt} leave its configuration to those. */
  public static CausalLm shared(Path weights, NDManager manager) {
    Fixtures.Case stated =
        Fixtures.cases("opt").stream()
            .filter(c -> c.weights("opt").equals(weights))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no case opt states the shape of " + weights));
    return opt(config(stated), weights, manager);
  }

  private static CausalLm opt(LmConfig config, Path weights, NDManager manager) {
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      return CausalLm.load(file, config, manager);
    }
  }
}
