package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.Similarity;
import dev.attune.encoder.TextTower;
import dev.attune.encoder.clip.ClipParameters;
import dev.attune.encoder.clip.PaddedTextTower;
import dev.attune.model.Nn;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.Preprocess;
import dev.attune.weights.Weights;
import java.util.Optional;
import java.util.Set;

/**
 * A SigLIP or SigLIP 2 of fixed resolution.
 *
 * @param image its tower, and {@code text} alike
 */
record Siglip(
    SiglipConfig config,
    Weights weights,
    SiglipVision image,
    TextTower text,
    TextTokenizer tokenizer,
    Preprocess preprocess)
    implements Encoder {
  static final String BIAS = "logit_bias";

  static Siglip load(SiglipCheckpoint checkpoint, TextTokenizer tokenizer, NDManager manager) {
    SiglipConfig config = checkpoint.config();
    Weights weights = Weights.load(checkpoint.tensors(), config.shapes(), Set.of(), manager);
    return new Siglip(
        config,
        weights,
        new SiglipVision(config, weights),
        text(config, weights),
        tokenizer,
        checkpoint.preprocess());
  }

  private static TextTower text(SiglipConfig config, Weights weights) {
    return new PaddedTextTower(
        weights,
        SiglipVision.blocks(weights, SiglipConfig.TEXT_BLOCKS, config.text()),
        0,
        last -> {
          NDArray y =
              Nn.layerNorm(
                  last,
                  weights.get("ln_final.weight"),
                  weights.get("ln_final.bias"),
                  config.text().epsilon());
          return config.projected()
              ? Nn.linear(
                  y, weights.get("text_projection.weight"), weights.get("text_projection.bias"))
              : y;
        });
  }

  @Override
  public Similarity similarity() {
    return new SiglipSimilarity(weights.get(ClipParameters.SCALE), weights.get(BIAS));
  }

  @Override
  public ParameterGroups parameters() {
    return ClipParameters.of(weights);
  }

  @Override
  public int embedDim() {
    return config.embedDim();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  /** None: the papers that the methods come from name CLIPs only. */
  @Override
  public Optional<String> architecture() {
    return Optional.empty();
  }

  @Override
  public String shape() {
    return "%s, %s".formatted(config, preprocess);
  }
}
