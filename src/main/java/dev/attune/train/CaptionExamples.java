package dev.attune.train;

import dev.attune.encoder.FeatureCache;
import dev.attune.model.caption.CaptionText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a mapping network learns from: captions with the embeddings from which they are to be told.
 *
 * @param features the embeddings, of pictures for ClipCap and of texts for CapDec
 * @param rows of the captions' embeddings
 * @param tokens of the captions, from start to end token
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CaptionExamples(FeatureCache features, int[] rows, List<long[]> tokens) {

  /**
   * Checks that captions and embeddings fit.
   *
   * @throws IllegalArgumentException that names the row at fault
   */
  public CaptionExamples {
    tokens = List.copyOf(tokens);
    if (rows.length != tokens.size() || rows.length == 0) {
      throw new IllegalArgumentException(
          "%d embeddings for %d captions".formatted(rows.length, tokens.size()));
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= features.size()) {
        throw new IllegalArgumentException(
            "caption %d has embedding %d of %d".formatted(i, rows[i], features.size()));
      }
    }
  }

  /** Tokenises captions; the model learns to end them. */
  public static CaptionExamples of(
      FeatureCache features, int[] rows, List<String> captions, CaptionText text) {
    List<long[]> tokens = new ArrayList<>(captions.size());
    for (String caption : captions) {
      long[] ids = text.encode(caption);
      long[] ended = Arrays.copyOf(ids, ids.length + 1);
      ended[ids.length] = text.endToken();
      tokens.add(ended);
    }
    return new CaptionExamples(features, rows, tokens);
  }

  int size() {
    return rows.length;
  }

  /** Embeddings of some examples, (B, E). */
  float[] embeddings(int[] examples) {
    int width = features.width();
    float[] embeddings = new float[examples.length * width];
    for (int b = 0; b < examples.length; b++) {
      features.read(rows[examples[b]], embeddings, b * width);
    }
    return embeddings;
  }

  /** Tokens of some examples. */
  List<long[]> tokens(int[] examples) {
    return Arrays.stream(examples).mapToObj(tokens::get).toList();
  }
}
