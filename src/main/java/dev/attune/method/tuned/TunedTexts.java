package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.Similarity;
import dev.attune.encoder.VideoEncoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Parameter;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A part of what reads texts, against fixed features of what is searched. Letters: B texts, L
 * tokens, M candidates, E embedding.
 */
public final class TunedTexts implements Tuned {
  private final BiFunction<NDManager, long[][], NDArray> reader;
  private final UnaryOperator<NDArray> scaling;
  private final List<Parameter> trainable;
  private final NDArray candidates;

  private TunedTexts(
      BiFunction<NDManager, long[][], NDArray> reader,
      Similarity similarity,
      List<Parameter> trainable,
      NDArray candidates) {
    this.reader = reader;
    this.trainable = trainable;
    this.candidates = candidates;
    scaling = similarity.fixed();
    trainable.forEach(p -> p.array().setRequiresGradient(true));
  }

  /**
   * The affine values of the normalisations in the text tower's blocks.
   *
   * @param candidates (M, E), normalised
   */
  public static TunedTexts norms(Encoder encoder, NDArray candidates) {
    List<Parameter> affine =
        encoder.parameters().textAffine().stream()
            .filter(p -> p.depth() >= 0)
            .map(ParameterGroups.Placed::parameter)
            .toList();
    return new TunedTexts(encoder::textFeatures, encoder.similarity(), affine, candidates);
  }

  /**
   * The prompts of texts as they were made.
   *
   * @param encoder one that has such prompts
   * @param videos (M, E), normalised
   */
  public static TunedTexts prompts(VideoEncoder encoder, NDArray videos) {
    return new TunedTexts(
        encoder::textFeatures, encoder.similarity(), encoder.textPrompts(), videos);
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  /** The ids of texts, (B, L); what follows a text's end does not count. */
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
    int length = (int) prepared.getShape().get(1);
    long[] flat = prepared.toLongArray();
    long[][] ids = new long[flat.length / length][length];
    for (int b = 0; b < ids.length; b++) {
      System.arraycopy(flat, b * length, ids[b], 0, length);
    }
    return new Match(reader.apply(prepared.getManager(), ids), candidates, scaling);
  }
}
