package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RandomResizedCrop;
import dev.attune.vision.RgbImage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A picture that is asked about. Judges take the adapted encoder's input, resized. */
public final class PictureQuery implements Query {
  private final RgbImage picture;
  private final Supplier<RandomGenerator> random;
  private final Encoder encoder;
  private final NDManager scope;
  private final Map<Views, NDArray> rows = new HashMap<>();
  private final Map<Views, NDArray> features = new HashMap<>();

  /**
   * @param random makes the generator of the views, anew each time
   * @param scope owns what is computed
   */
  public PictureQuery(
      RgbImage picture, Supplier<RandomGenerator> random, Encoder encoder, NDManager scope) {
    this.picture = picture;
    this.random = random;
    this.encoder = encoder;
    this.scope = scope;
  }

  @Override
  public NDArray rows(Views views) {
    return rows.computeIfAbsent(views, this::draw);
  }

  private NDArray draw(Views views) {
    Preprocess preprocess = encoder.preprocess();
    int resolution = preprocess.resolution();
    float[] pixels =
        dev.attune.vision.Views.of(
            picture,
            preprocess,
            views.count(),
            views.augmentation(),
            new RandomResizedCrop(views.cropScale()),
            random.get());
    return Scopes.lasting(
        scope, Nn.fromHost(scope, pixels, new Shape(views.count(), 3, resolution, resolution)));
  }

  @Override
  public NDArray rows(int judge, Views views) {
    return rows(views);
  }

  @Override
  public NDArray features(Views views) {
    return features.computeIfAbsent(
        views, v -> Scopes.lasting(scope, encoder.imageFeatures(rows(v))));
  }
}
