package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ParameterGroups;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The affine values of the image tower's normalisations, against fixed text features (Wang et al.
 * 2021, Tent). Batch normalisation takes the batch's statistics, and no running ones.
 */
public final class TunedNorms implements Tuned {
  private final Encoder encoder;
  private final NDArray texts;
  private final List<Parameter> trainable;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param texts (N, E), normalised features of the candidates
   */
  public TunedNorms(Encoder encoder, NDArray texts, Tuning.Norms what) {
    this.encoder = encoder;
    this.texts = texts;
    scaling = encoder.similarity().fixed();
    trainable =
        encoder.parameters().affine().stream()
            .filter(p -> p.depth() < 1 - what.leftOut())
            .map(ParameterGroups.Placed::parameter)
            .toList();
    trainable.forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  /** The running statistics move along, though nothing looks at them. */
  @Override
  public List<Parameter> state() {
    return Stream.concat(trainable.stream(), encoder.parameters().runningStatistics().stream())
        .toList();
  }

  @Override
  public boolean viewsInteract() {
    return !encoder.parameters().runningStatistics().isEmpty();
  }

  @Override
  public NDArray prepare(NDArray rows) {
    return rows;
  }

  @Override
  public Match initial(NDArray prepared) {
    return new Match(encoder.imageFeatures(prepared), texts, scaling);
  }

  @Override
  public Match tuning(NDArray prepared) {
    return new Match(
        Scopes.keep(() -> Nn.normalize(encoder.image().encode(prepared, BatchNormalization.BATCH))),
        texts,
        scaling);
  }
}
