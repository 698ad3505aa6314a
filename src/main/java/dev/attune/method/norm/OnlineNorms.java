package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.Optimiser;
import dev.attune.method.options.Steps;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns from batch to batch, and answers each by what the tower gave before the last step.
 * Letters: B queries, N candidates.
 */
final class OnlineNorms implements Adapter {
  private final Choosing classes;
  private final Steps steps;
  private final Tuned tuned;
  private final Rule rule;
  private final NDManager manager;
  private final Optimiser optimiser;
  private final NormState state;

  /** What it takes of a method's options. */
  interface Options {
    Steps steps();

    Optimising optimising();

    Batched batched();
  }

  /** Of the methods that learn so. */
  static Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.IMAGE_TOWER)
        .lasting(true)
        .together(options.batched().traits());
  }

  /** How a batch moves the tower. */
  interface Rule {

    /**
     * Leaves the gradients that the optimiser is to take with the tensors.
     *
     * @param rows see {@link Queries}
     */
    Found gradients(int number, NDArray rows, NormState state, Listener listener);

    /** Looks at the tower after the optimiser's step. */
    default void after(NormState state) {}
  }

  /**
   * What a pass found.
   *
   * @param logits (B, N), row-major, of the tower before the step
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  record Found(Step step, float[] logits) {}

  /**
   * @param method the method's id
   */
  OnlineNorms(Choosing classes, String method, Options options, Tuned tuned, Rule rule) {
    Nn.recordOnlyWhenAsked();
    this.classes = classes;
    this.tuned = tuned;
    this.rule = rule;
    steps = options.steps();
    manager = classes.manager().newSubManager();
    optimiser = options.optimising().of(manager, tuned.trainable());
    state = new NormState(manager, method, tuned, optimiser);
  }

  @Override
  public Optional<StreamState> state() {
    return Optional.of(state);
  }

  @Override
  public List<Trace> adapt(List<? extends Query> batch, Listener listener) {
    return Scopes.call(
        () -> {
          Queries queries = Queries.of(batch, classes, listener);
          Runnable undo = state.undo();
          boolean learned = false;
          state.enter();
          try {
            List<Trace> traces = adapt(queries, listener);
            state.keep(batch.size());
            learned = true;
            return traces;
          } finally {
            if (!learned) {
              undo.run();
            }
            state.leave();
          }
        });
  }

  private List<Trace> adapt(Queries queries, Listener listener) {
    NDArray rows = queries.rows();
    List<Step> taken = new ArrayList<>();
    float[] logits =
        steps.steps() > 0
            ? new float[0]
            : Scopes.call(() -> tuned.answer(rows).logits().toFloatArray());
    for (int s = 0; s < steps.steps(); s++) {
      Descent.checkWanted(listener);
      int number = s;
      Found found = Scopes.call(() -> rule.gradients(number, rows, state, listener));
      optimiser.step(steps.learningRate(), steps.weightDecay());
      rule.after(state);
      listener.onStep(s, found.step());
      taken.add(found.step());
      logits = found.logits();
    }
    Descent.checkWanted(listener);
    return queries.traces(logits, taken);
  }

  @Override
  public void close() {
    optimiser.close();
    manager.close();
  }
}
