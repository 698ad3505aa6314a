package dev.attune.method.tuned;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Match;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.TunedParameters;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The image tower, against fixed text features (RLCF's encoder tuning). */
public final class TunedTower implements Tuned {
  private final Clip clip;
  private final NDArray text;
  private final BatchNormalization tuning;
  private final List<Parameter> trainable;
  private final List<Parameter> statistics;
  private final float scale;

  /**
   * @param text (N, E), normalised features of the candidates
   */
  public TunedTower(Clip clip, NDArray text, Tuning.Tower what) {
    this.clip = clip;
    this.text = text;
    this.scale = clip.logitScale();
    tuning = normalization(what.batchNorm());
    trainable =
        clip.visionParameters().stream().filter(p -> holds(what.parameters(), p)).toList();
    trainable.forEach(p -> p.array().setRequiresGradient(true));
    statistics =
        what.batchNorm().statistics() == BatchNormSpec.Statistics.RUNNING
            ? List.of()
            : clip.runningStatistics();
  }

  private static BatchNormalization normalization(BatchNormSpec spec) {
    return switch (spec.statistics()) {
      case RUNNING -> BatchNormalization.RUNNING;
      case BATCH -> BatchNormalization.BATCH;
      case MIX -> BatchNormalization.mix(spec.priorStrength());
    };
  }

  private static boolean holds(TunedParameters parameters, Parameter parameter) {
    return parameters == TunedParameters.ALL
        || Arrays.stream(parameter.name().split("\\."))
            .anyMatch(part -> part.startsWith("ln_") || part.startsWith("bn"));
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
    return match(Scopes.keep(() -> Nn.normalize(clip.vision().encode(prepared, tuning))));
  }

  @Override
  public Match answer(NDArray prepared) {
    return match(clip.imageFeatures(prepared));
  }

  private Match match(NDArray features) {
    return new Match(features, text, cosines -> Nn.scale(cosines, scale));
  }
}
