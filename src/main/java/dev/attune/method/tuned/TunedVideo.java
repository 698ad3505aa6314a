package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What reads a video, against fixed features of texts: its prompts as they were made, or else the
 * image tower, frame by frame. Letters: t frames, R resolution, N texts, E embedding.
 */
public final class TunedVideo implements Tuned {
  private final VideoEncoder encoder;
  private final NDArray texts;
  private final UnaryOperator<NDArray> scaling;
  private final @Nullable TunedTower tower;

  /**
   * @param texts (N, E), normalised features of the candidates
   * @param what of the tower, where that is tuned
   */
  public TunedVideo(VideoEncoder encoder, NDArray texts, Tuning.Tower what) {
    this.encoder = encoder;
    this.texts = texts;
    scaling = encoder.similarity().fixed();
    tower =
        encoder.videoPrompts().isEmpty() ? new TunedTower(encoder.encoder(), texts, what) : null;
    trainable().forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    return tower == null ? encoder.videoPrompts() : tower.trainable();
  }

  @Override
  public List<Parameter> state() {
    return tower == null ? trainable() : tower.state();
  }

  @Override
  public boolean viewsInteract() {
    return tower != null && tower.viewsInteract();
  }

  /** The frames of a video, (1, t, 3, R, R). */
  @Override
  public NDArray prepare(NDArray frames) {
    return frames;
  }

  @Override
  public Match initial(NDArray prepared) {
    return answer(prepared);
  }

  @Override
  public Match tuning(NDArray prepared) {
    TunedTower frames = tower;
    return frames == null
        ? prompted(prepared)
        : match(() -> frames.tuning(prepared.squeeze(0)).queries());
  }

  @Override
  public Match answer(NDArray prepared) {
    TunedTower frames = tower;
    return frames == null
        ? prompted(prepared)
        : match(() -> frames.answer(prepared.squeeze(0)).queries());
  }

  private Match prompted(NDArray prepared) {
    return match(() -> encoder.rows(prepared.squeeze(0), encoder.encoder().preprocess()));
  }

  /**
   * @param rows make what tells the video, (n, E)
   */
  private Match match(Supplier<NDArray> rows) {
    NDArray feature = Scopes.keep(() -> VideoEncoder.mean(rows.get().expandDims(0)));
    return new Match(feature, texts, scaling);
  }
}
