package dev.attune.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.digest.Sha256;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.FeatureCache;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.prompt.Prompts;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The features of classes by one encoder: of each class the mean over its texts' features,
 * normalised again. Those of a data set's classes are kept in the cache where classes have several
 * texts, under the texts themselves. Letters: N classes, E embedding.
 */
final class ClassFeatures implements FeatureCache.Producer {
  /** Texts at a time where classes have several: few, as a person may be waiting for the engine. */
  private static final int TEXTS = 64;

  private final Encoder encoder;
  private final NDManager manager;
  private final List<List<String>> texts;

  /** Most texts of a class. */
  private final int most;

  private final @Nullable FeatureBank bank;
  private @Nullable NDArray features;

  /**
   * @param manager holds what comes out
   * @param banks null where nothing is kept
   * @param model the encoder's name
   */
  ClassFeatures(
      Encoder encoder,
      NDManager manager,
      Prompts prompts,
      List<String> classNames,
      @Nullable FeatureBanks banks,
      String model) {
    this.encoder = encoder;
    this.manager = manager;
    texts = classNames.stream().map(prompts::of).toList();
    most = texts.stream().mapToInt(List::size).max().orElse(1);
    bank =
        banks == null || most == 1
            ? null
            : banks.items(
                model,
                encoder,
                "classes " + Sha256.of(JsonMapper.shared().writeValueAsString(texts)),
                texts.size(),
                this);
  }

  /**
   * Does the next piece of the work.
   *
   * @return whether all is done
   */
  boolean advance() {
    if (features == null && (bank == null || bank.advance())) {
      int width = encoder.embedDim();
      float[] all = bank == null ? computed() : read(bank.features());
      features = Scopes.lasting(manager, Nn.fromHost(manager, all, new Shape(texts.size(), width)));
    }
    return features != null;
  }

  /** A copy, as a product's digits may depend on where in memory its factors begin. */
  private static float[] read(FeatureCache kept) {
    float[] all = new float[kept.size() * kept.width()];
    for (int c = 0; c < kept.size(); c++) {
      kept.read(c, all, c * kept.width());
    }
    return all;
  }

  private float[] computed() {
    float[] all = new float[texts.size() * encoder.embedDim()];
    for (int from = 0; from < texts.size(); from += batch()) {
      float[] rows = features(from, Math.min(texts.size(), from + batch()));
      System.arraycopy(rows, 0, all, from * encoder.embedDim(), rows.length);
    }
    return all;
  }

  /** (N, E), normalised. */
  NDArray all() {
    NDArray known = features;
    while (known == null) {
      advance();
      known = features;
    }
    return known;
  }

  /** All classes together where each has one text: a product's digits depend on its rows. */
  @Override
  public int batch() {
    return most == 1 ? texts.size() : Math.max(1, TEXTS / most);
  }

  @Override
  public float[] features(int from, int to) {
    List<List<String>> wanted = texts.subList(from, to);
    float[] each =
        Scopes.call(
            () ->
                encoder
                    .textFeatures(
                        manager,
                        encoder
                            .tokenizer()
                            .encodeAll(wanted.stream().flatMap(List::stream).toList()))
                    .toFloatArray());
    int width = encoder.embedDim();
    if (each.length == wanted.size() * width) {
      return each;
    }
    float[] means = new float[wanted.size() * width];
    int text = 0;
    for (int c = 0; c < wanted.size(); c++) {
      mean(each, text, wanted.get(c).size(), means, c, width);
      text += wanted.get(c).size();
    }
    return means;
  }

  /** Puts the normalised mean of some rows into a row. */
  private static void mean(float[] rows, int from, int count, float[] into, int row, int width) {
    double[] sum = new double[width];
    for (int r = from; r < from + count; r++) {
      for (int e = 0; e < width; e++) {
        sum[e] += rows[r * width + e];
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    double norm = square == 0 ? 1 : Math.sqrt(square);
    for (int e = 0; e < width; e++) {
      into[row * width + e] = (float) (sum[e] / norm);
    }
  }
}
