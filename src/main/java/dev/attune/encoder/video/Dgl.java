package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.VideoTower;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.List;

/**
 * DGL: a frozen CLIP that reads videos through learned prompts in both towers (Yang et al. 2024,
 * arXiv 2401.10588; ALGORITHMS 5). Letters: B videos, T frames, R resolution, N texts, E embedding.
 */
public final class Dgl {
  /** The most that the inverse temperature may be, as its logarithm: 100. */
  private static final double MAX_LOG_SCALE = Math.log(100);

  private static final double MIN_LOG_SCALE = 0.1;

  private final Clip clip;
  private final DglConfig config;
  private final Weights weights;
  private final VideoTower video;

  /**
   * @param weights of the prompts, as {@link DglConfig#shapes} lists them
   * @throws IllegalArgumentException when the prompts are not for such a CLIP, or none can be
   */
  public Dgl(Clip clip, DglConfig config, Weights weights) {
    config.check(clip.config());
    this.clip = clip;
    this.config = config;
    this.weights = weights;
    this.video = clip.video();
  }

  public Clip clip() {
    return clip;
  }

  public DglConfig config() {
    return config;
  }

  /** What learns; the CLIP does not. */
  public Weights weights() {
    return weights;
  }

  /** What learns, in the order of the checkpoint. */
  public List<Parameter> parameters() {
    return weights.all().entrySet().stream()
        .map(e -> new Parameter(e.getKey(), e.getValue()))
        .toList();
  }

  /** The prompts as the towers take them. Their gradient reaches {@link #parameters}. */
  public DglPrompts prompts() {
    return DglPrompts.of(config, weights);
  }

  /**
   * Encodes texts.
   *
   * @param manager owns the result
   * @param tokens N rows of the tokeniser's ids
   * @return (N, E), not normalised
   */
  public NDArray text(NDManager manager, long[][] tokens, DglPrompts prompts) {
    return Scopes.keep(() -> clip.encode(manager, tokens, prompts.prefix()));
  }

  /**
   * Encodes videos, a few at a time, that fit the processor's caches.
   *
   * @param videos (B, T, 3, R, R), frames preprocessed like pictures
   * @return (B, E), not normalised
   * @throws IllegalArgumentException when the prompts are for another number of frames
   */
  public NDArray video(NDArray videos, DglPrompts prompts, VideoFeature feature) {
    return Scopes.keep(
        () -> {
          long count = videos.getShape().get(0);
          long batch = Math.max(1, video.batch() / videos.getShape().get(1));
          NDList features = new NDList();
          for (long from = 0; from < count; from += batch) {
            NDIndex some = new NDIndex("{}:{}", from, Math.min(count, from + batch));
            features.add(some(videos.get(some), prompts, feature));
          }
          // DJL joins a single array by copying it, and the copy has lost its graph
          return features.size() == 1 ? features.get(0) : NDArrays.concat(features, 0);
        });
  }

  private NDArray some(NDArray videos, DglPrompts prompts, VideoFeature feature) {
    return Scopes.keep(
        () -> feature.of(tokens(videos, prompts, feature.frames()), config.globals()));
  }

  /**
   * A video's global prompts and, if wanted, after them each frame's class token: (B, G, E) or (B,
   * G + T, E).
   */
  NDArray tokens(NDArray videos, DglPrompts prompts, boolean frames) {
    config.checkFrames(videos.getShape().get(1));
    return video.encode(videos, prompts.globals(), prompts.frames(), frames);
  }

  /**
   * As above.
   *
   * @return (B, E), normalised
   */
  public NDArray features(NDArray videos, DglPrompts prompts, VideoFeature feature) {
    return Scopes.keep(() -> Nn.normalize(video(videos, prompts, feature)));
  }

  /** The inverse temperature, which is frozen, within DGL's bounds. */
  public float scale() {
    double log = Math.log(clip.logitScale());
    return (float) Math.exp(Math.min(MAX_LOG_SCALE, Math.max(MIN_LOG_SCALE, log)));
  }
}
