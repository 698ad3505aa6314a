package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.Similarity;
import dev.attune.encoder.clip.ClipParameters;
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
    SiglipText text,
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
        new SiglipText(config, weights),
        tokenizer,
        checkpoint.preprocess());
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
}
