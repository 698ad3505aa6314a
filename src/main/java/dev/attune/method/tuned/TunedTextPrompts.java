package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Parameter;
import java.util.List;
import java.util.function.UnaryOperator;

/** The prompts of texts as they were made, against fixed features of videos. */
public final class TunedTextPrompts implements Tuned {
  private final VideoEncoder encoder;
  private final NDArray videos;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param encoder one that has such prompts
   * @param videos (M, E), normalised features of the candidates
   */
  public TunedTextPrompts(VideoEncoder encoder, NDArray videos) {
    this.encoder = encoder;
    this.videos = videos;
    scaling = encoder.similarity().fixed();
    trainable().forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    return encoder.textPrompts();
  }

  /** The ids of a text, (1, L). */
  @Override
  public NDArray prepare(NDArray tokens) {
    return tokens;
  }

  @Override
  public Match initial(NDArray prepared) {
    return tuning(prepared);
  }

  @Override
  public Match tuning(NDArray prepared) {
    long[][] ids = {prepared.toLongArray()};
    return new Match(encoder.textFeatures(prepared.getManager(), ids), videos, scaling);
  }
}
