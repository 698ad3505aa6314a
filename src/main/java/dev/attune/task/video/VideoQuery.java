package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.Preprocess;
import org.jspecify.annotations.Nullable;

/** A video that is asked about; it has one view. Judges take the adapted model's frames. */
final class VideoQuery implements Query {
  private final VideoEncoder encoder;
  private final Preprocess shown;
  private final NDArray frames;
  private @Nullable NDArray features;

  /**
   * @param values (t, 3, R, R), row-major
   * @param scope owns what is computed
   */
  VideoQuery(float[] values, VideoEncoder encoder, Preprocess shown, NDManager scope) {
    this.encoder = encoder;
    this.shown = shown;
    int side = shown.resolution();
    Shape shape = new Shape(1, values.length / (3L * side * side), 3, side, side);
    frames = Scopes.lasting(scope, Nn.fromHost(scope, values, shape));
  }

  /** The frames: (1, t, 3, R, R). */
  @Override
  public NDArray rows(Views views) {
    return frames;
  }

  @Override
  public NDArray rows(int judge, Views views) {
    return frames;
  }

  @Override
  public NDArray features(Views views) {
    NDArray known = features;
    if (known == null) {
      known =
          Scopes.keep(
              () -> VideoEncoder.mean(encoder.rows(frames.squeeze(0), shown).expandDims(0)));
      known = Scopes.lasting(frames.getManager(), known);
      features = known;
    }
    return known;
  }
}
