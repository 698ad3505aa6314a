package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The image tower, against fixed text features (RLCF's encoder tuning). */
public final class TunedTower implements Tuned {
  private final Encoder encoder;
  private final NDArray text;
  private final BatchNormalization tuning;
  private final List<Parameter> trainable;
  private final List<Parameter> statistics;
  private final UnaryOperator<NDArray> scaling;

  /**
   * @param text (N, E), normalised features of the candidates
   */
  public TunedTower(Encoder encoder, NDArray text, Tuning.Tower what) {
    this.encoder = encoder;
    this.text = text;
    scaling = encoder.similarity().fixed();
    tuning = normalization(what.batchNorm());
    trainable =
        switch (what.parameters()) {
          case ALL -> encoder.parameters().image();
          case LAYERS -> encoder.parameters().layers();
          case NORM -> encoder.parameters().normalisations();
        };
    trainable.forEach(p -> p.array().setRequiresGradient(true));
    statistics =
        what.batchNorm().statistics() == BatchNormSpec.Statistics.RUNNING
            ? List.of()
            : encoder.parameters().runningStatistics();
  }

  private static BatchNormalization normalization(BatchNormSpec spec) {
    return switch (spec.statistics()) {
      case RUNNING -> BatchNormalization.RUNNING;
      case BATCH -> BatchNormalization.BATCH;
      case MIX -> BatchNormalization.mix(spec.priorStrength());
    };
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  @Override
  public List<Parameter> state() {
    return Stream.concat(trainable.stream(), statistics.stream()).toList();
  }

  @Override
  public boolean viewsInteract() {
    return !statistics.isEmpty();
  }

  @Override
  public NDArray prepare(NDArray rows) {
    return rows;
  }

  @Override
  public Match initial(NDArray prepared) {
    return answer(prepared);
  }

  @Override
  public Match tuning(NDArray prepared) {
    return match(Scopes.keep(() -> Nn.normalize(encoder.image().encode(prepared, tuning))));
  }

  @Override
  public Match answer(NDArray prepared) {
    return match(encoder.imageFeatures(prepared));
  }

  private Match match(NDArray features) {
    return new Match(features, text, scaling);
  }
}
