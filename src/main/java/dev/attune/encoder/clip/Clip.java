package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A contrastive language-image model (Radford et al. 2021, arXiv 2103.00020; ALGORITHMS 1). Its
 * tensors belong to the manager it was made with; results belong to their input's. Not thread-safe.
 */
public final class Clip {
  /** Scalars that OpenAI's archives hold beside the tensors. */
  static final Set<String> COUNTERS = Set.of("input_resolution", "context_length", "vocab_size");

  /** Floats of the widest activation that stay within the processor's caches: 20 MB. */
  private static final long BATCH_FLOATS = 5_000_000;

  private final ClipConfig config;
  private final Weights weights;
  private final VisionTower vision;
  private final TextTower text;

  public Clip(ClipConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    this.vision = config.vision().tower(config, weights);
    this.text = new TextTower(config, weights);
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

  public ClipConfig config() {
    return config;
  }

  public Weights weights() {
    return weights;
  }

  public VisionTower vision() {
    return vision;
  }

  public TextTower text() {
    return text;
  }

  /** {@code exp(logit_scale)}, the inverse temperature. */
  public float logitScale() {
    return (float) Math.exp(weights.get("logit_scale").getFloat());
  }

  /** All trainable tensors; BatchNorm's running statistics are none. */
  public List<Parameter> parameters() {
    return weights.all().entrySet().stream()
        .filter(e -> !e.getKey().contains(".running_"))
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }

  /** The image tower's trainable tensors. */
  public List<Parameter> visionParameters() {
    return parameters().stream().filter(p -> p.name().startsWith("visual.")).toList();
  }

  /** How many pictures {@link #imageFeatures} takes at a time. */
  public int imageBatch() {
    return (int) Math.max(1, BATCH_FLOATS / vision.widestActivation());
  }

  /** The image tower's BatchNorm statistics; none in a transformer. */
  public List<Parameter> runningStatistics() {
    return weights.all().entrySet().stream()
        .filter(e -> e.getKey().contains(".running_"))
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }

  /**
   * Encodes pictures without recording gradients, in batches that fit the caches.
   *
   * @param images (B, 3, R, R)
   * @return (B, E), normalised
   */
  public NDArray imageFeatures(NDArray images) {
    return Scopes.keep(
        () -> {
          long count = images.getShape().get(0);
          long batch = imageBatch();
          NDList features = new NDList();
          for (long from = 0; from < count; from += batch) {
            long to = Math.min(count, from + batch);
            features.add(vision.encode(images.get(new NDIndex("{}:{}", from, to)), false));
          }
          return Nn.normalize(NDArrays.concat(features, 0));
        });
  }

  /**
   * Encodes texts.
   *
   * @param manager owns the result
   * @param tokens N rows of ids, see {@link TextTower#encode(NDManager, long[][])}
   * @return (N, E), normalised
   */
  public NDArray textFeatures(NDManager manager, long[][] tokens) {
    return Scopes.keep(() -> Nn.normalize(text.encode(manager, tokens)));
  }
}
