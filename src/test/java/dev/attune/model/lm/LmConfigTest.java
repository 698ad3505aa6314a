package dev.attune.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LmConfigTest {
  /** As Hugging Face writes them. */
  private static final String OPT_125M =
      """
      {"_remove_final_layer_norm": false, "activation_function": "relu",
       "do_layer_norm_before": true, "ffn_dim": 3072, "hidden_size": 768,
       "max_position_embeddings": 2048, "model_type": "opt", "num_attention_heads": 12,
       "num_hidden_layers": 12, "vocab_size": 50272, "word_embed_proj_dim": 768}""";

  private static final String GPT2 =
      """
      {"activation_function": "gelu_new", "layer_norm_epsilon": 1e-05, "model_type": "gpt2",
       "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": null, "n_layer": 12,
       "n_positions": 1024, "vocab_size": 50257}""";

  @Test
  void readsTheSizes() {
    assertThat(read(OPT_125M))
        .isEqualTo(new LmConfig(LmFamily.OPT, 50272, 768, 12, 12, 3072, 2048));
    assertThat(
            read(
                OPT_125M
                    .replace("\"do_layer_norm_before\": true", "\"do_layer_norm_before\": false")
                    .replace("\"word_embed_proj_dim\": 768", "\"word_embed_proj_dim\": 512")))
        .isEqualTo(new LmConfig(LmFamily.OPT, 50272, 768, 12, 12, 3072, 2048, 512, true));
    assertThat(read(GPT2)).isEqualTo(new LmConfig(LmFamily.GPT2, 50257, 768, 12, 12, 3072, 1024));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"word_embed_proj_dim\": 768 | \"word_embed_proj_dim\": 0 | word_embed_proj_dim",
        "\"_remove_final_layer_norm\": false | \"_remove_final_layer_norm\": true | _remove_final",
        "\"relu\" | \"gelu\" | activation_function",
        "\"ffn_dim\": 3072, | '' | ffn_dim is not a positive number",
        "\"opt\" | \"bloom\" | model_type",
      })
  void refusesWhatIsNotComputed(String part, String other, String message) {
    assertThatThrownBy(() -> read(OPT_125M.replace(part, other)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  private static LmConfig read(String json) {
    return LmConfig.read("config.json", JsonMapper.shared().readTree(json));
  }
}
