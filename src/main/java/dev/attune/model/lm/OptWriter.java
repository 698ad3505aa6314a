package dev.attune.model.lm;

import ai.djl.ndarray.types.DataType;
import dev.attune.model.Scopes;
import dev.attune.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes an OPT as Hugging Face does: {@code model.safetensors} and {@code config.json}. */
public final class OptWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private OptWriter() {}

  /**
   * Writes weights and configuration.
   *
   * @param folder made when it is not there
   * @param type {@link DataType#FLOAT16} or {@link DataType#FLOAT32}
   * @throws IllegalArgumentException when the model is no OPT
   */
  public static void write(CausalLm lm, Path folder, DataType type) throws IOException {
    LmConfig config = lm.config();
    if (config.family() != LmFamily.OPT) {
      throw new IllegalArgumentException("only an OPT can be written, not " + config.family());
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), JSON.writeValueAsString(json(config)) + "\n");
    Scopes.run(
        () -> {
          try {
            SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                new OptNames().stored(lm.weights(), config),
                type);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Map<String, Object> json(LmConfig c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", "opt");
    json.put("vocab_size", c.vocabSize());
    json.put("hidden_size", c.width());
    json.put("word_embed_proj_dim", c.embedding());
    json.put("num_hidden_layers", c.layers());
    json.put("num_attention_heads", c.heads());
    json.put("ffn_dim", c.feedForward());
    json.put("max_position_embeddings", c.positions());
    json.put("activation_function", "relu");
    json.put("do_layer_norm_before", !c.postNorm());
    json.put("bos_token_id", 2);
    json.put("eos_token_id", 2);
    json.put("pad_token_id", 1);
    return json;
  }
}
