package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Parameter;
import java.util.List;

/** Scores candidates for a picture or a text by tensors that can be tuned. */
public interface Policy {

  /** What is tuned, once a sample is prepared; all require gradients. */
  List<Parameter> trainable();

  /** What adapting moves: the tuned tensors and, in a tower, statistics that follow the batches. */
  default List<Parameter> state() {
    return trainable();
  }

  /** Whether the logits of one view depend, while tuning, on the views beside it. */
  default boolean viewsInteract() {
    return false;
  }

  /**
   * What the logits are computed from and tuning does not change, once a sample (ALGORITHMS 6.4).
   *
   * @param views (B, 3, R, R), or (1, L) tokens of a text
   * @return rows that stand for the views
   */
  NDArray prepare(NDArray views);

  /**
   * Logits of the un-adapted model, as it answers. Records no gradients.
   *
   * @param prepared B rows
   * @return (B, N)
   */
  NDArray initialLogits(NDArray prepared);

  /**
   * Logits under the tensors as they are now, in a tuning step.
   *
   * @param prepared B rows
   * @return (B, N)
   */
  NDArray logits(NDArray prepared);

  /** As {@link #logits}, for the answer. */
  default NDArray answer(NDArray prepared) {
    return logits(prepared);
  }

  /** Puts into {@link #state()} what was tuned in copies, for what is learnt across samples. */
  default void settle() {}
}
