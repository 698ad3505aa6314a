package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ParameterGroups;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.model.Parameter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The affine values of the normalisations in the text tower's blocks, against fixed features of
 * what is searched. Letters: B texts, L tokens, M candidates, E embedding.
 */
public final class TunedTextNorms implements Tuned {
  private final Encoder encoder;
  private final NDArray candidates;
  private final List<Parameter> trainable;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param candidates (M, E), normalised
   */
  public TunedTextNorms(Encoder encoder, NDArray candidates) {
    this.encoder = encoder;
    this.candidates = candidates;
    scaling = encoder.similarity().fixed();
    trainable =
        encoder.parameters().textAffine().stream()
            .filter(p -> p.depth() >= 0)
            .map(ParameterGroups.Placed::parameter)
            .toList();
    trainable.forEach(p -> p.array().setRequiresGradient(true));
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
    return new Match(encoder.textFeatures(prepared.getManager(), ids), candidates, scaling);
  }
}
