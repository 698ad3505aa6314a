package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Match;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.AdamW;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.Snapshot;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * WATT's adapter. The optimiser's moments last over the rounds, although the weights are put back,
 * as in the authors' program. Letters: B pictures, C classes, D width.
 */
final class WeightAverages implements Adapter {
  /** Of the likenesses that the loss is led by. */
  private static final float TEMPERATURE = 0.01f;

  private final Choosing classes;
  private final Watt.Options options;
  private final Tuned tuned;
  private final NDManager manager;
  private final List<NDArray> tower;
  private final float scale;

  /** For each prompt (C, D), normalised. */
  private final List<NDArray> texts = new ArrayList<>();

  private final NDArray answering;

  WeightAverages(Choosing classes, Watt.Options options, Tuned tuned) {
    Nn.recordOnlyWhenAsked();
    this.classes = classes;
    this.options = options;
    this.tuned = tuned;
    manager = classes.manager().newSubManager();
    tower = Snapshot.of(manager, tuned.state());
    scale = (float) options.scale().of(classes.scale());
    Watt.TEMPLATES.stream()
        .limit(options.prompts())
        .forEach(t -> texts.add(kept(() -> classes.candidates(t))));
    answering =
        kept(
            () ->
                options.evaluation() == Watt.Evaluation.SINGLE
                    ? classes.candidates()
                    : Nn.normalize(NDArrays.stack(new NDList(texts), 0).mean(new int[] {0})));
  }

  /** A copy that belongs to this. */
  private NDArray kept(Supplier<NDArray> of) {
    return Scopes.lasting(manager, Scopes.keep(() -> of.get().duplicate()));
  }

  @Override
  public List<Trace> adapt(List<? extends Query> batch, Listener listener) {
    return Scopes.call(
        () -> {
          Queries pictures = Queries.of(batch, classes, listener);
          List<Step> taken = new ArrayList<>();
          try (AdamW optimiser = new AdamW(manager, tuned.trainable(), Gradient.EPS)) {
            List<NDArray> mean = Snapshot.of(manager, tuned.trainable());
            for (int round = 0; round < options.rounds(); round++) {
              mean = round(round, mean, pictures.rows(), optimiser, taken, listener);
            }
            Snapshot.restore(mean, tuned.trainable());
            Descent.checkWanted(listener);
            return pictures.traces(logits(pictures.rows()), taken);
          } finally {
            Snapshot.restore(tower, tuned.state());
          }
        });
  }

  private float[] logits(NDArray rows) {
    NDArray cosines = tuned.answer(rows).queries().matMul(answering.transpose());
    return Nn.scale(cosines, scale).toFloatArray();
  }

  /** Every prompt's steps, from the last round's mean; gives their mean. */
  private List<NDArray> round(
      int round,
      List<NDArray> start,
      NDArray rows,
      AdamW optimiser,
      List<Step> taken,
      Listener listener) {
    boolean parallel = options.order() == Watt.Order.PARALLEL;
    List<NDArray> sums = tuned.trainable().stream().map(p -> p.array().zerosLike()).toList();
    Snapshot.restore(start, tuned.trainable());
    for (NDArray text : texts) {
      if (parallel) {
        Snapshot.restore(start, tuned.trainable());
        if (round == 0) {
          optimiser.resume(0);
        }
      }
      for (int l = 0; l < options.steps().steps(); l++) {
        Descent.checkWanted(listener);
        int number = taken.size();
        Step step = Scopes.call(() -> Descent.gradients(number, () -> loss(rows, text), listener));
        optimiser.step(options.steps().learningRate(), options.steps().weightDecay());
        listener.onStep(number, step);
        taken.add(step);
      }
      for (int i = 0; i < sums.size(); i++) {
        sums.get(i).addi(tuned.trainable().get(i).array().stopGradient());
      }
    }
    return sums.stream().map(sum -> sum.div(texts.size())).toList();
  }

  /** Pictures against the texts of their own classes, led by the likenesses of both. */
  private Descent.Loss loss(NDArray rows, NDArray text) {
    Match match = tuned.tuning(rows);
    NDArray x = match.queries();
    NDArray t = Queries.nearest(x, text);
    NDArray logits = match.scaling().apply(x.matMul(t.transpose())); // (B, B), pictures x texts
    NDArray likeness = x.matMul(x.transpose()).add(t.matMul(t.transpose()));
    NDArray targets = Nn.scale(likeness, 0.5f / TEMPERATURE).softmax(1); // the gradient's way, too
    NDArray cross = targets.transpose().mul(logits.logSoftmax(1)).sum(new int[] {1});
    return Descent.Loss.of(cross.mean().neg(), logits);
  }

  @Override
  public void close() {
    manager.close();
  }
}
