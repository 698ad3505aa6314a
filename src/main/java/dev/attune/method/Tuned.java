package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.Views;
import dev.attune.model.Parameter;
import java.util.List;

/**
 * An encoder of which something is tuned: it gives features, never logits, so that each method
 * multiplies by its own scale.
 */
public interface Tuned {

  /** What is tuned, once a query is prepared; all require gradients. */
  List<Parameter> trainable();

  /** What adapting moves: the tuned tensors and, in a tower, statistics that follow the batches. */
  default List<Parameter> state() {
    return trainable();
  }

  /** Whether the features of one view depend, while tuning, on the views beside it. */
  default boolean viewsInteract() {
    return false;
  }

  /**
   * What the features are computed from and tuning does not change, once a query.
   *
   * @param rows see {@link Query#rows(Views)}
   * @return B rows that stand for the views
   */
  NDArray prepare(NDArray rows);

  /** Features of the un-adapted model, as it answers. Records no gradients. */
  Match initial(NDArray prepared);

  /** Features under the tensors as they are now, in a tuning step. */
  Match tuning(NDArray prepared);

  /** As {@link #tuning}, for the answer. */
  default Match answer(NDArray prepared) {
    return tuning(prepared);
  }

  /** Puts into {@link #state()} what was tuned in copies, for what is learned across queries. */
  default void settle() {}
}
