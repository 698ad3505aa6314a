package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.Similarity;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import dev.attune.model.Scopes;
import java.util.function.UnaryOperator;

/** An encoder that picks among candidates, whatever these are. */
public abstract class EncoderSubject implements Choosing {
  private final Encoder encoder;
  private final NDManager manager;

  /** As it was loaded: a method may tune the temperature, and keep what it learned. */
  private final float scale;

  private final UnaryOperator<NDArray> scaling;

  protected EncoderSubject(Encoder encoder, NDManager manager) {
    this(encoder, encoder.similarity(), manager);
  }

  /**
   * @param similarity of what compares with the candidates, where that is not the encoder alone
   */
  protected EncoderSubject(Encoder encoder, Similarity similarity, NDManager manager) {
    this.encoder = encoder;
    this.manager = manager;
    scale = similarity.scale();
    scaling = similarity.fixed();
  }

  protected Encoder encoder() {
    return encoder;
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
    if (query instanceof AnsweredQuery known) {
      return known.answer().get();
    }
    NDArray candidates = candidates();
    return Scopes.call(
        () -> {
          NDArray cosines = query.features(Views.PLAIN).matMul(candidates.transpose());
          return Answer.Scores.logits(scaling.apply(cosines).toFloatArray());
        });
  }
}
