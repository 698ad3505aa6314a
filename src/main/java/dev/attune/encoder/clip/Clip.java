package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ImageTower;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.Similarity;
import dev.attune.encoder.TextTower;
import dev.attune.model.Activation;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contrastive language-image model (Radford et al. 2021, arXiv 2103.00020; ALGORITHMS 1). */
public final class Clip implements Encoder {
  /** Scalars that OpenAI's archives hold beside the tensors. */
  static final Set<String> COUNTERS = Set.of("input_resolution", "context_length", "vocab_size");

  private final ClipConfig config;
  private final Weights weights;
  private final Preprocess preprocess;
  private final VisionTower vision;
  private final TextTower text;
  private final @Nullable TextTokenizer tokenizer;

  /** A model without a tokeniser. */
  public Clip(ClipConfig config, Weights weights) {
    this(config, weights, ClipPreprocess.at(config.resolution()), null);
  }

  private Clip(
      ClipConfig config,
      Weights weights,
      Preprocess preprocess,
      @Nullable TextTokenizer tokenizer) {
    this.config = config;
    this.weights = weights;
    this.preprocess = preprocess;
    this.tokenizer = tokenizer;
    this.vision = config.vision().tower(config, weights);
    this.text = ClipTextTower.of(config, weights);
  }

  /**
   * Loads a checkpoint with OpenAI's names, its sizes read off the shapes.
   *
   * @param manager owns the tensors
   * @throws WeightsException when the file is not that of a CLIP
   */
  public static Clip load(TensorSource source, Activation activation, NDManager manager) {
    return load(source, ClipConfig.infer(source, activation), manager);
  }

  static Clip load(TensorSource source, ClipConfig config, NDManager manager) {
    return new Clip(config, Weights.load(source, config.shapes(), ignored(source), manager));
  }

  static void check(TensorSource source, ClipConfig config) {
    Weights.check(source, config.shapes(), ignored(source));
  }

  private static Set<String> ignored(TensorSource source) {
    Set<String> ignored = new HashSet<>(COUNTERS);
    for (String name : source.tensors().keySet()) {
      if (name.endsWith(".num_batches_tracked")) {
        ignored.add(name);
      }
    }
    return ignored;
  }

  Clip with(TextTokenizer its) {
    return new Clip(config, weights, preprocess, its);
  }

  Clip with(Preprocess its) {
    return new Clip(config, weights, its, tokenizer);
  }

  public ClipConfig config() {
    return config;
  }

  public Weights weights() {
    return weights;
  }

  /** The image tower, with what only a training asks of it. */
  public VisionTower vision() {
    return vision;
  }

  @Override
  public ImageTower image() {
    return vision;
  }

  @Override
  public TextTower text() {
    return text;
  }

  /** See {@link ClipTextTower#encode(NDManager, long[][], NDArray)}. */
  public NDArray encode(NDManager manager, long[][] tokens, NDArray prompts) {
    config.transformer();
    return ((ClipTextTower) text).encode(manager, tokens, prompts);
  }

  /** What a text's start token is before each block of the text tower: (layers, W). */
  public NDArray startStates(NDManager manager) {
    config.transformer();
    return ((ClipTextTower) text)
        .startStates(manager, config.vocabSize() - 2); // the end has the highest id
  }

  /**
   * Its image tower as one of videos.
   *
   * @throws IllegalArgumentException when its towers are others than CLIP's transformers
   */
  public VideoTower video() {
    config.transformer();
    return new VideoTower((VisionTransformer) vision);
  }

  @Override
  public TextTokenizer tokenizer() {
    if (tokenizer == null) {
      throw new IllegalStateException("this CLIP was made of bare weights, without a tokeniser");
    }
    return tokenizer;
  }

  @Override
  public Preprocess preprocess() {
    return preprocess;
  }

  @Override
  public Similarity similarity() {
    return new ClipSimilarity(weights.get(ClipParameters.SCALE));
  }

  /** {@code exp(logit_scale)}, the inverse temperature. */
  public float logitScale() {
    return similarity().scale();
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

  @Override
  public Optional<String> architecture() {
    return config.architecture();
  }

  @Override
  public String shape() {
    return "%s, %s".formatted(config, preprocess);
  }
}
