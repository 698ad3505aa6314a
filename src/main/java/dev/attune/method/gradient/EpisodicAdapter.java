package dev.attune.method.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Adapts to one sample at a time: select the confident views, take a few steps, answer for the
 * plain view, and put everything back (ALGORITHMS 4, <i>episodic</i>).
 */
public final class EpisodicAdapter implements AutoCloseable {
  private static final NDIndex FIRST = new NDIndex("0:1");

  private final Policy policy;
  private final List<Judge> judges;
  private final MethodSpec method;
  private final List<NDArray> starts;
  private final @Nullable Momentum momentum;
  private final NDManager manager;

  /**
   * Makes an adapter for the thread it is made on.
   *
   * @param manager parent of what the adapter keeps
   * @param judges none for methods without a reward
   */
  public EpisodicAdapter(NDManager manager, Policy policy, List<Judge> judges, MethodSpec method) {
    this.policy = policy;
    this.judges = List.copyOf(judges);
    this.method = method;
    Nn.recordOnlyWhenAsked();
    this.manager = manager.newSubManager();
    starts = Snapshot.of(this.manager, policy.state());
    MomentumSpec across = method.momentum();
    momentum = across == null ? null : new Momentum(this.manager, across, policy.state(), starts);
  }

  /** What the run learns across its samples; empty when it does not. */
  public Optional<Momentum> momentum() {
    return Optional.ofNullable(momentum);
  }

  /** As {@link #adapt(NDArray, StepListener)}, unwatched. */
  public Adaptation adapt(NDArray views) {
    return adapt(views, StepListener.NONE);
  }

  /**
   * Adapts to one sample.
   *
   * @param views (B, 3, R, R), the plain view first
   * @throws CancellationException when the listener wants no more; nothing was learnt then
   */
  public Adaptation adapt(NDArray views, StepListener listener) {
    return adapt(views, Collections.nCopies(judges.size(), views), listener);
  }

  /**
   * Adapts to one sample that the judges take in another form than the policy.
   *
   * @param views for the policy, see {@link Policy#prepare}, the plain view first
   * @param judged for each judge the same views, see {@link Judge}
   */
  public Adaptation adapt(NDArray views, List<NDArray> judged, StepListener listener) {
    Adaptation[] result = new Adaptation[1];
    Scopes.run(() -> result[0] = run(views, judged, listener));
    return result[0];
  }

  private Adaptation run(NDArray views, List<NDArray> judged, StepListener listener) {
    float[] unadapted = momentum != null && momentum.moved() ? unadapted(views, momentum) : null;
    NDArray prepared = policy.prepare(views);
    NDArray plain = prepared.get(FIRST);
    Selection selection = new Selection(method, judges, judged, prepared);
    boolean together = method.steps() > 0 && policy.viewsInteract();
    NDArray initial = policy.initialLogits(together ? plain : prepared);
    float[] before =
        unadapted != null
            ? unadapted
            : Arrays.copyOf(initial.toFloatArray(), (int) initial.getShape().get(1));
    listener.onStart(before);
    if (!together) {
      selection.choose(initial);
    }
    if (method.steps() == 0) {
      return new Adaptation(before, before, selection.selected(), List.of());
    }
    List<Adaptation.Step> steps = new ArrayList<>();
    float[] after;
    try (AdamW optimizer = new AdamW(manager, policy.trainable(), method.type().eps())) {
      for (int s = 0; s < method.steps(); s++) {
        checkWanted(listener);
        steps.add(step(s, selection, optimizer, listener));
      }
      checkWanted(listener);
      after = policy.answer(plain).toFloatArray();
      if (momentum != null) {
        policy.settle();
        momentum.update();
      }
    } finally {
      Snapshot.restore(starts, policy.state()); // only what moved, in place (ALGORITHMS 6.5)
    }
    return new Adaptation(before, after, selection.selected(), steps);
  }

  private static void checkWanted(StepListener listener) {
    if (!listener.isWanted()) {
      throw new CancellationException("the answer is not wanted any more");
    }
  }

  /** The answer of the model that no sample has changed. */
  private float[] unadapted(NDArray views, Momentum across) {
    Snapshot.restore(across.originals(), policy.state());
    try {
      return policy.answer(policy.prepare(views).get(FIRST)).toFloatArray();
    } finally {
      Snapshot.restore(starts, policy.state());
    }
  }

  private Adaptation.Step step(
      int number, Selection selection, AdamW optimizer, StepListener listener) {
    Adaptation.Step[] step = new Adaptation.Step[1];
    Runnable body =
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray logits = selection.logits(policy);
            Objective.Outcome outcome = selection.objective().loss(logits);
            gradients.backward(outcome.loss());
            listener.onGradients(number, logits);
            step[0] =
                new Adaptation.Step(
                    outcome.loss().getFloat(),
                    outcome.candidates(),
                    outcome.scores(),
                    outcome.rewards());
          }
          optimizer.step(method.learningRate(), method.weightDecay());
        };
    if (selection.made()) {
      Scopes.run(body);
    } else {
      body.run(); // what it chooses outlives the step
    }
    listener.onUpdate(number, step[0]);
    return step[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
