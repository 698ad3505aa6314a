package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Query;
import dev.attune.method.Views;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;

/** An encoder that picks among candidates, whatever these are. */
public abstract class EncoderSubject implements Choosing {
  private final Clip clip;
  private final NDManager manager;

  /** As it was loaded: a method may tune the temperature, and keep what it learned. */
  private final float scale;

  protected EncoderSubject(Clip clip, NDManager manager) {
    this.clip = clip;
    this.manager = manager;
    scale = clip.logitScale();
  }

  protected Clip clip() {
    return clip;
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public float scale() {
    return scale;
  }

  @Override
  public Answer answer(Query query) {
    NDArray candidates = candidates();
    return Scopes.call(
        () -> {
          NDArray cosines = query.features(Views.PLAIN).matMul(candidates.transpose());
          return Answer.Scores.logits(Nn.scale(cosines, scale()).toFloatArray());
        });
  }
}
