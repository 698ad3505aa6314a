package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.Steps;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adapts to one query at a time: a few steps, an answer, and everything is put back (ALGORITHMS 4,
 * <i>episodic</i>).
 */
final class GradientAdapter implements Adapter {
  private final Learner learner;
  private final Steps steps;
  private final double eps;
  private final List<NDArray> starts;
  private final @Nullable Momentum momentum;
  private final NDManager manager;

  /**
   * Makes an adapter for the thread it is made on.
   *
   * @param manager parent of what the adapter keeps
   * @param eps the optimiser's
   * @param across learning across the queries; null for episodes that know nothing of each other
   */
  GradientAdapter(
      NDManager manager, Learner learner, Steps steps, double eps, @Nullable MomentumSpec across) {
    Nn.recordOnlyWhenAsked();
    this.learner = learner;
    this.steps = steps;
    this.eps = eps;
    this.manager = manager.newSubManager();
    starts = Snapshot.of(this.manager, learner.state());
    momentum = across == null ? null : new Momentum(this.manager, across, learner.state(), starts);
  }

  @Override
  public Optional<StreamState> state() {
    return Optional.ofNullable(momentum);
  }

  @Override
  public List<Trace> adapt(List<? extends Query> batch, Listener listener) {
    List<Trace> traces = new ArrayList<>();
    for (Query query : batch) {
      traces.add(Scopes.call(() -> adapt(query, listener)));
    }
    return traces;
  }

  private Trace adapt(Query query, Listener listener) {
    Answer unadapted = momentum != null && momentum.moved() ? unadapted(query, momentum) : null;
    Learner.Episode episode = learner.begin(query);
    Answer before = unadapted == null ? episode.before() : unadapted;
    listener.onStart(before);
    if (steps.steps() == 0) {
      return new Trace(before, before, episode.viewsKept(), List.of());
    }
    List<Step> taken = new ArrayList<>();
    try (AdamW optimizer = new AdamW(manager, episode.trainable(), eps)) {
      for (int s = 0; s < steps.steps(); s++) {
        Descent.checkWanted(listener);
        taken.add(step(s, episode, optimizer, listener));
      }
      Descent.checkWanted(listener);
      Answer after = episode.answer();
      if (momentum != null) {
        episode.settle();
        momentum.update();
      }
      return new Trace(before, after, episode.viewsKept(), taken);
    } finally {
      Snapshot.restore(starts, learner.state()); // only what moved, in place (ALGORITHMS 6.5)
    }
  }

  /** The answer of the model that no query has changed. */
  private Answer unadapted(Query query, Momentum across) {
    Snapshot.restore(across.originals(), learner.state());
    try {
      return learner.answer(query);
    } finally {
      Snapshot.restore(starts, learner.state());
    }
  }

  private Step step(int number, Learner.Episode episode, AdamW optimizer, Listener listener) {
    Supplier<Step> body =
        () -> {
          Step step = Descent.gradients(number, episode::loss, listener);
          optimizer.step(steps.learningRate(), steps.weightDecay());
          return step;
        };
    Step step = episode.chosen() ? Scopes.call(body) : body.get(); // what it chooses outlives it
    listener.onStep(number, step);
    return step;
  }

  @Override
  public void close() {
    manager.close();
  }
}
