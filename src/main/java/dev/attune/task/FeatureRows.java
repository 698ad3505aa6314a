package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Features of some pictures or texts at a time, a row each.
 *
 * @param raw whether they stay as the tower gives them, and are not normalised
 */
public record FeatureRows(Encoder encoder, boolean raw, NDManager manager) {

  /**
   * Features of pictures; NaN for those that are not there.
   *
   * @param pictures null where one is not there; asked on several threads
   * @return (n, E), row-major
   */
  public float[] ofPictures(int n, IntFunction<@Nullable RgbImage> pictures) {
    float[][] inputs =
        IntStream.range(0, n)
            .parallel()
            .mapToObj(
                i -> {
                  RgbImage picture = pictures.apply(i);
                  return picture == null ? new float[0] : encoder.preprocess().of(picture);
                })
            .toArray(float[][]::new);
    float[][] there = Arrays.stream(inputs).filter(i -> i.length > 0).toArray(float[][]::new);
    float[] features = encoded(there);
    int width = encoder.embedDim();
    float[] rows = new float[n * width];
    int next = 0;
    for (int i = 0; i < n; i++) {
      if (inputs[i].length == 0) {
        Arrays.fill(rows, i * width, (i + 1) * width, Float.NaN);
      } else {
        System.arraycopy(features, next++ * width, rows, i * width, width);
      }
    }
    return rows;
  }

  /** In batches that the tower likes. */
  private float[] encoded(float[][] inputs) {
    int width = encoder.embedDim();
    float[] features = new float[inputs.length * width];
    for (int from = 0; from < inputs.length; from += encoder.image().batch()) {
      int to = Math.min(inputs.length, from + encoder.image().batch());
      float[] some = encodedTogether(Arrays.copyOfRange(inputs, from, to));
      System.arraycopy(some, 0, features, from * width, some.length);
    }
    return features;
  }

  private float[] encodedTogether(float[][] inputs) {
    int size = inputs[0].length;
    float[] flat = new float[inputs.length * size];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, flat, i * size, size);
    }
    int side = encoder.resolution();
    return Scopes.call(
        () -> {
          NDArray images = Nn.fromHost(manager, flat, new Shape(inputs.length, 3, side, side));
          return (raw
                  ? encoder.image().encode(images, BatchNormalization.RUNNING)
                  : encoder.imageFeatures(images))
              .toFloatArray();
        });
  }

  /** Features of texts, (n, E), row-major. */
  public float[] ofTexts(List<String> texts) {
    long[][] tokens = encoder.tokenizer().encodeAll(texts);
    return Scopes.call(
        () ->
            (raw ? encoder.text().encode(manager, tokens) : encoder.textFeatures(manager, tokens))
                .toFloatArray());
  }
}
