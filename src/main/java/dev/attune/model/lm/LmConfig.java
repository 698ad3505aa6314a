package dev.attune.model.lm;

import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The shape of a language model.
 *
 * @param feedForward width of the MLP's hidden layer
 * @param width W, of the blocks
 * @param positions most tokens of a sequence, its prefix included
 * @param embedding E, of a token's embedding; where it is not W, matrices lead to W and back
 * @param postNorm whether blocks normalise their sums, with no LayerNorm after the last
 */
public record LmConfig(
    LmFamily family,
    int vocabSize,
    int width,
    int layers,
    int heads,
    int feedForward,
    int positions,
    int embedding,
    boolean postNorm) {

  public LmConfig {
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "%d heads do not divide a width of %d".formatted(heads, width));
    }
  }

  /** One whose tokens have the width of its blocks, which normalise first. */
  public LmConfig(
      LmFamily family,
      int vocabSize,
      int width,
      int layers,
      int heads,
      int feedForward,
      int positions) {
    this(family, vocabSize, width, layers, heads, feedForward, positions, width, false);
  }

  /** Whether matrices lead from the embeddings to the blocks and back. */
  boolean projected() {
    return embedding != width;
  }

  /**
   * Reads Hugging Face's {@code config.json}.
   *
   * @param origin the file's name, for messages
   * @throws WeightsException when the model is of another kind, or built in a way that is not
   *     computed here
   */
  public static LmConfig read(String origin, JsonNode json) {
    return switch (json.path("model_type").asString("")) {
      case "opt" -> opt(origin, json);
      case "gpt2" -> gpt2(origin, json);
      default ->
          throw new WeightsException(
              origin, "model_type is neither opt nor gpt2: " + json.path("model_type"));
    };
  }

  private static LmConfig opt(String origin, JsonNode json) {
    int width = number(origin, json, "hidden_size");
    // defaults are those of Hugging Face's OPTConfig
    require(
        origin,
        json,
        Map.of(
            "activation_function", "relu",
            "enable_bias", "true",
            "layer_norm_elementwise_affine", "true",
            "tie_word_embeddings", "true",
            "_remove_final_layer_norm", "false"));
    return new LmConfig(
        LmFamily.OPT,
        number(origin, json, "vocab_size"),
        width,
        number(origin, json, "num_hidden_layers"),
        number(origin, json, "num_attention_heads"),
        number(origin, json, "ffn_dim"),
        number(origin, json, "max_position_embeddings"),
        json.hasNonNull("word_embed_proj_dim")
            ? number(origin, json, "word_embed_proj_dim")
            : width,
        !json.path("do_layer_norm_before").asBoolean(true));
  }

  private static LmConfig gpt2(String origin, JsonNode json) {
    require(
        origin,
        json,
        Map.of(
            "activation_function", "gelu_new",
            "layer_norm_epsilon", "1e-05",
            "scale_attn_weights", "true",
            "scale_attn_by_inverse_layer_idx", "false",
            "add_cross_attention", "false",
            "tie_word_embeddings", "true"));
    int width = number(origin, json, "n_embd");
    return new LmConfig(
        LmFamily.GPT2,
        number(origin, json, "vocab_size"),
        width,
        number(origin, json, "n_layer"),
        number(origin, json, "n_head"),
        json.path("n_inner").isInt() ? json.path("n_inner").asInt() : 4 * width,
        number(origin, json, "n_positions"));
  }

  private static int number(String origin, JsonNode json, String field) {
    JsonNode node = json.path(field);
    if (!node.isInt() || node.asInt() < 1) {
      throw new WeightsException(origin, field + " is not a positive number");
    }
    return node.asInt();
  }

  /** Refuses settings other than those that are computed here; an absent one is as it should. */
  private static void require(String origin, JsonNode json, Map<String, String> settings) {
    settings.forEach(
        (field, value) -> {
          Optional<JsonNode> node = json.optional(field).filter(n -> !n.isNull());
          boolean same =
              node.map(
                      n ->
                          n.isFloatingPointNumber()
                              ? n.asDouble() == Double.parseDouble(value)
                              : n.asString("").equals(value))
                  .orElse(true);
          if (!same) {
            throw new WeightsException(
                origin, "%s is %s; only %s is supported".formatted(field, node.get(), value));
          }
        });
  }
}
