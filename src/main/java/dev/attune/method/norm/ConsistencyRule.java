package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Listener;
import dev.attune.method.Match;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.Descent;
import dev.attune.method.norm.OnlineNorms.Found;
import dev.attune.method.views.SeenViews;

/** TCR's: the loss of a batch beside the pairs that the first batches leave in the queue. */
final class ConsistencyRule implements OnlineNorms.Rule {
  /** Batches that add to the queue. */
  private static final int ADDING = 10;

  private final Tuned tuned;
  private final Tcr.Options options;
  private float[] logits = {};

  ConsistencyRule(Tuned tuned, Tcr.Options options) {
    this.tuned = tuned;
    this.options = options;
  }

  @Override
  public Found gradients(int number, NDArray rows, NormState state, Listener listener) {
    Step step = Descent.gradients(number, () -> loss(number, rows, state), listener);
    return new Found(step, logits);
  }

  private Descent.Loss loss(int number, NDArray rows, NormState state) {
    Match match = tuned.tuning(rows);
    NDArray found = match.logits();
    logits = found.stopGradient().toFloatArray();
    NDArray queries = match.queries();
    NDArray nearest = Queries.nearest(queries, match.candidates());
    NDArray entropies = PairLoss.entropies(queries, nearest, options.temperature());
    PairQueue queue = new PairQueue(state.memory());
    if (number == 0 && state.steps() < ADDING * options.steps().steps()) {
      queue =
          queue.with(
              SeenViews.rows(queries.stopGradient()),
              SeenViews.rows(nearest),
              entropies.stopGradient().toFloatArray(),
              options.certain(),
              options.batched().batchSize());
      state.memory(queue.rows());
    }
    PairLoss loss = PairLoss.of(queries, nearest, entropies, queue, options.spread());
    return Descent.Loss.of(loss.sum(), found);
  }
}
