package dev.attune.adapt;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.model.clip.Clip;
import java.util.List;

/** Tunes the whole image tower against fixed text features (RLCF's encoder tuning). */
public final class ImagePolicy implements Policy {
  private final Clip clip;
  private final NDArray text;
  private final List<Parameter> trainable;
  private final float scale;

  /**
   * @param text (N, E), normalised class features
   */
  public ImagePolicy(Clip clip, NDArray text) {
    this.clip = clip;
    this.text = text;
    this.scale = clip.logitScale();
    trainable = clip.visionParameters();
    trainable.forEach(p -> p.array().setRequiresGradient(true));
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  @Override
  public NDArray prepare(NDArray views) {
    return views;
  }

  @Override
  public NDArray initialLogits(NDArray prepared) {
    return Scopes.keep(
        () -> Nn.scale(clip.imageFeatures(prepared).matMul(text.transpose()), scale));
  }

  @Override
  public NDArray logits(NDArray prepared) {
    return Scopes.keep(
        () ->
            Nn.scale(
                Nn.normalize(clip.vision().encode(prepared, false)).matMul(text.transpose()),
                scale));
  }
}
