package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.PictureDataset;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.gradient.Judge;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.vision.decode.PictureException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The features of all texts and of all pictures of a set, computed once for each model and kept in
 * the cache (ALGORITHMS 6.7).
 *
 * @param folder of the cache
 * @param manager scratch space while features are computed
 */
record FeatureBanks(Path folder, ModelCatalog models, NDManager manager) {

  /** Where an installation keeps them. */
  static Path folder(Path home) {
    return home.resolve("cache").resolve("features");
  }

  /**
   * Features of texts.
   *
   * @param tokens one row each, those of one length together
   */
  FeatureBank texts(String model, Clip clip, long[][] tokens) {
    return bank(
        model,
        clip,
        "texts " + hash(tokens),
        tokens.length,
        (from, to) ->
            values(() -> clip.textFeatures(manager, Arrays.copyOfRange(tokens, from, to))));
  }

  /**
   * Features of pictures as a policy sees them. One that cannot be read has zeros, which are like
   * nothing; see {@link #isMissing}.
   *
   * @param resolution of the policy's input, in pixels
   */
  FeatureBank pictures(String model, Clip clip, PictureDataset set, int resolution) {
    return bank(
        model,
        clip,
        "pictures %d %s".formatted(resolution, set.fingerprint()),
        set.size(),
        (from, to) -> {
          float[][] inputs =
              IntStream.range(from, to)
                  .parallel()
                  .mapToObj(i -> input(set, i, resolution))
                  .toArray(float[][]::new);
          float[] features = values(() -> encode(clip, inputs, resolution));
          int width = features.length / inputs.length;
          for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length == 0) {
              Arrays.fill(features, i * width, (i + 1) * width, 0);
            }
          }
          return features;
        });
  }

  /** Whether a picture could not be read when its features were computed. */
  static boolean isMissing(FeatureCache pictures, int row) {
    float[] features = new float[pictures.width()];
    pictures.read(row, features, 0);
    for (float f : features) {
      if (f != 0) {
        return false;
      }
    }
    return true;
  }

  /** A picture's values, or none when it cannot be read. */
  private static float[] input(PictureDataset set, int index, int resolution) {
    try {
      return ClipPreprocess.of(set.picture(index), resolution);
    } catch (PictureException e) {
      return new float[0];
    }
  }

  private NDArray encode(Clip clip, float[][] inputs, int resolution) {
    int size = 3 * resolution * resolution;
    float[] flat = new float[inputs.length * size];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, flat, i * size, inputs[i].length);
    }
    Shape shape = new Shape(inputs.length, 3, resolution, resolution);
    return Judge.imageFeatures(clip, Nn.fromHost(manager, flat, shape));
  }

  private static float[] values(Supplier<NDArray> computed) {
    float[][] values = new float[1][];
    Scopes.run(() -> values[0] = computed.get().toFloatArray());
    return values[0];
  }

  private FeatureBank bank(
      String model, Clip clip, String content, int size, FeatureCache.Producer producer) {
    String hash =
        models
            .find(model)
            .map(ModelInfo::sha256)
            .orElseThrow(() -> new NoSuchElementException("no model is called '" + model + "'"));
    return new FeatureBank(
        folder, model, hash + clip.config(), content, size, clip.config().embedDim(), producer);
  }

  private static String hash(long[][] tokens) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long[] row : tokens) {
        ByteBuffer bytes = ByteBuffer.allocate((row.length + 1) * Long.BYTES);
        LongBuffer longs = bytes.asLongBuffer();
        longs.put(row.length).put(row);
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
