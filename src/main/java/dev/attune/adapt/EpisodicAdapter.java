package dev.attune.adapt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Adapts to one sample at a time: select the confident views, take a few steps, answer for the
 * plain view, and put everything back (ALGORITHMS 4, <i>episodic</i>).
 */
public final class EpisodicAdapter implements AutoCloseable {
  private static final double EPS = 1e-8;

  private final Policy policy;
  private final List<Judge> judges;
  private final MethodSpec method;
  private final double minEntropyWeight;
  private final List<NDArray> originals = new ArrayList<>();
  private final NDManager manager;

  /**
   * Makes an adapter for the thread it is made on.
   *
   * @param manager parent of what the adapter keeps
   * @param judges none for methods without a reward
   * @param minEntropyWeight see {@link PolicyGradient}
   */
  public EpisodicAdapter(
      NDManager manager,
      Policy policy,
      List<Judge> judges,
      MethodSpec method,
      double minEntropyWeight) {
    this.policy = policy;
    this.judges = List.copyOf(judges);
    this.method = method;
    this.minEntropyWeight = minEntropyWeight;
    Nn.recordOnlyWhenAsked();
    this.manager = manager.newSubManager();
    for (Parameter p : policy.trainable()) {
      NDArray copy = p.array().stopGradient().duplicate();
      copy.attach(this.manager);
      originals.add(copy);
    }
  }

  /** As {@link #adapt(NDArray, StepListener)}, unwatched. */
  public Adaptation adapt(NDArray views) {
    return adapt(views, StepListener.NONE);
  }

  /**
   * Adapts to one sample.
   *
   * @param views (B, 3, R, R), the plain view first
   */
  public Adaptation adapt(NDArray views, StepListener listener) {
    Adaptation[] result = new Adaptation[1];
    Scopes.run(() -> result[0] = run(views, listener));
    return result[0];
  }

  private Adaptation run(NDArray views, StepListener listener) {
    NDArray prepared = policy.prepare(views);
    NDArray all = policy.initialLogits(prepared);
    int classes = (int) all.getShape().get(1);
    float[] logits = all.toFloatArray();
    float[] before = Arrays.copyOf(logits, classes);
    int[] selected = ConfidenceSelection.select(logits, classes, method.selection());
    if (method.steps() == 0) {
      return new Adaptation(before, before, selected, List.of());
    }
    NDArray rows = rows(prepared, selected);
    Objective objective = objective(prepared == views ? rows : rows(views, selected));
    List<Adaptation.Step> steps = new ArrayList<>();
    NDArray plain = prepared.get(new NDIndex("0:1"));
    float[] after;
    try (AdamW optimizer = new AdamW(manager, policy.trainable(), EPS)) {
      for (int s = 0; s < method.steps(); s++) {
        steps.add(step(s, rows, objective, optimizer, listener));
      }
      after = policy.logits(plain).toFloatArray();
    } finally {
      reset();
    }
    return new Adaptation(before, after, selected, steps);
  }

  private Adaptation.Step step(
      int number, NDArray rows, Objective objective, AdamW optimizer, StepListener listener) {
    Adaptation.Step[] step = new Adaptation.Step[1];
    Scopes.run(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray logits = policy.logits(rows);
            Objective.Outcome outcome = objective.loss(logits);
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
        });
    listener.onUpdate(number, step[0]);
    return step[0];
  }

  private Objective objective(NDArray selectedViews) {
    if (judges.isEmpty()) {
      return new EntropyObjective();
    }
    NDArray sum = null;
    for (Judge judge : judges) {
      NDArray scores = judge.scores(selectedViews).mul((float) judge.weight());
      sum = sum == null ? scores : sum.add(scores);
    }
    float[] judged = Objects.requireNonNull(sum).toFloatArray();
    // the reference takes an ensemble's mean over all views, whatever the scope asked for
    RewardSpec spec = judges.size() > 1 ? method.reward().overBatch() : method.reward();
    return new PolicyGradient(method.sampleK(), judged, spec, minEntropyWeight);
  }

  private static NDArray rows(NDArray array, int[] rows) {
    long[] indices = Arrays.stream(rows).asLongStream().toArray();
    return array.get(
        new NDIndex("{}", Nn.fromHost(array.getManager(), indices, new Shape(indices.length))));
  }

  /** Puts back what moved, in place (ALGORITHMS 6.5). */
  private void reset() {
    List<Parameter> trainable = policy.trainable();
    for (int i = 0; i < originals.size(); i++) {
      trainable.get(i).array().set(new NDIndex("..."), originals.get(i));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
