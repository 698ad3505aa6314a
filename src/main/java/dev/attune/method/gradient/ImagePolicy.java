package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.List;
import java.util.stream.Stream;

/** Tunes the image tower against fixed text features (RLCF's encoder tuning). */
public final class ImagePolicy implements Policy {
  private final Clip clip;
  private final NDArray text;
  private final BatchNormalization tuning;
  private final List<Parameter> trainable;
  private final List<Parameter> statistics;
  private final float scale;

  /** Tunes the whole tower, under its running statistics. */
  public ImagePolicy(Clip clip, NDArray text) {
    this(clip, text, TunedParameters.ALL, BatchNormSpec.RUNNING);
  }

  /**
   * @param text (N, E), normalised class features
   * @param batchNorm what batch normalisation takes in the tuning steps
   */
  public ImagePolicy(Clip clip, NDArray text, TunedParameters parameters, BatchNormSpec batchNorm) {
    this.clip = clip;
    this.text = text;
    this.scale = clip.logitScale();
    tuning = batchNorm.normalization();
    trainable = parameters.of(clip.parameters());
    trainable.forEach(p -> p.array().setRequiresGradient(true));
    statistics =
        batchNorm.statistics() == BatchNormSpec.Statistics.RUNNING
            ? List.of()
            : clip.parameters().runningStatistics();
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
  public NDArray prepare(NDArray views) {
    return views;
  }

  @Override
  public NDArray initialLogits(NDArray prepared) {
    return answer(prepared);
  }

  @Override
  public NDArray logits(NDArray prepared) {
    return Scopes.keep(() -> classify(Nn.normalize(clip.image().encode(prepared, tuning))));
  }

  @Override
  public NDArray answer(NDArray prepared) {
    return Scopes.keep(() -> classify(clip.imageFeatures(prepared)));
  }

  private NDArray classify(NDArray features) {
    return Nn.scale(features.matMul(text.transpose()), scale);
  }
}
