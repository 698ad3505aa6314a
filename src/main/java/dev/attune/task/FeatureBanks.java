package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.PictureDataset;
import dev.attune.digest.Sha256;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.VideoEncoder;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.problem.UnknownNameException;
import dev.attune.vision.Preprocess;
import dev.attune.vision.decode.PictureException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The features of all texts and of all pictures of a set, computed once for each model and kept in
 * the cache (ALGORITHMS 6.7).
 *
 * @param folder of the cache
 * @param manager scratch space while features are computed
 */
public record FeatureBanks(Path folder, ModelCatalog models, NDManager manager) {

  /** Where an installation keeps them. */
  public static Path folder(Path home) {
    return home.resolve("cache").resolve("features");
  }

  /**
   * Features of texts.
   *
   * @param tokens one row each, those of one length together
   */
  public FeatureBank texts(String model, Encoder encoder, long[][] tokens) {
    return items(
        model,
        encoder,
        "texts " + hash(tokens),
        tokens.length,
        (from, to) ->
            values(() -> encoder.textFeatures(manager, Arrays.copyOfRange(tokens, from, to))));
  }

  /** As above, by a model that reads videos. */
  public FeatureBank texts(String model, VideoEncoder reader, long[][] tokens) {
    return bank(
        model,
        reader.shape(),
        reader.encoder().embedDim(),
        "texts " + hash(tokens),
        tokens.length,
        (from, to) ->
            values(() -> reader.textFeatures(manager, Arrays.copyOfRange(tokens, from, to))));
  }

  /**
   * Features of whatever has a fingerprint.
   *
   * @param content fingerprint of all items
   * @param width how many values are kept of each
   */
  public FeatureBank items(
      String model,
      VideoEncoder reader,
      String content,
      int size,
      int width,
      FeatureCache.Producer producer) {
    return bank(model, reader.shape(), width, content, size, producer);
  }

  /**
   * Features of pictures as a policy sees them. One that cannot be read has zeros, which are like
   * nothing; see {@link #isMissing}.
   *
   * @param shown how the policy sees them
   */
  public FeatureBank pictures(String model, Encoder encoder, PictureDataset set, Preprocess shown) {
    return items(
        model,
        encoder,
        "pictures %s %s".formatted(shown, set.fingerprint()),
        set.size(),
        (from, to) -> {
          float[][] inputs =
              IntStream.range(from, to)
                  .parallel()
                  .mapToObj(i -> input(set, i, shown))
                  .toArray(float[][]::new);
          float[] features = values(() -> encode(encoder, inputs, shown));
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
  public static boolean isMissing(FeatureCache pictures, int row) {
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
  private static float[] input(PictureDataset set, int index, Preprocess shown) {
    try {
      return shown.of(set.picture(index));
    } catch (PictureException | OutOfMemoryError e) {
      return new float[0];
    }
  }

  private NDArray encode(Encoder encoder, float[][] inputs, Preprocess shown) {
    int resolution = shown.resolution();
    int size = 3 * resolution * resolution;
    float[] flat = new float[inputs.length * size];
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, flat, i * size, inputs[i].length);
    }
    Shape shape = new Shape(inputs.length, 3, resolution, resolution);
    return encoder.imageFeatures(Nn.fromHost(manager, flat, shape), shown);
  }

  private static float[] values(Supplier<NDArray> computed) {
    return Scopes.call(() -> computed.get().toFloatArray());
  }

  /** As above, by an encoder and as many values as its features have. */
  public FeatureBank items(
      String model, Encoder encoder, String content, int size, FeatureCache.Producer producer) {
    return bank(model, encoder.shape(), encoder.embedDim(), content, size, producer);
  }

  private FeatureBank bank(
      String model,
      String shape,
      int width,
      String content,
      int size,
      FeatureCache.Producer producer) {
    ModelInfo info =
        models
            .find(model)
            .orElseThrow(() -> new UnknownNameException("no model is called '" + model + "'"));
    StringBuilder all = new StringBuilder(info.fingerprint());
    for (String part : info.parts()) {
      all.append(' ').append(models.find(part).map(ModelInfo::fingerprint).orElse(""));
    }
    String hash = all.append(shape).toString();
    return new FeatureBank(folder, model, hash, content, size, width, producer);
  }

  private static String hash(long[][] tokens) {
    MessageDigest digest = Sha256.digest();
    for (long[] row : tokens) {
      ByteBuffer bytes = ByteBuffer.allocate((row.length + 1) * Long.BYTES);
      LongBuffer longs = bytes.asLongBuffer();
      longs.put(row.length).put(row);
      digest.update(bytes);
    }
    return Sha256.hex(digest);
  }
}
