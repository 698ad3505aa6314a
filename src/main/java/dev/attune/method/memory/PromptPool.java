package dev.attune.method.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.StreamState;
import dev.attune.method.Trace;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.AdamW;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * DynaPrompt's adapter: one set of context vectors, into which each prompt is put in turn. Letters:
 * N prompts, V views, C classes, n context vectors of width W.
 */
final class PromptPool implements Adapter {
  private static final NDIndex ALL = new NDIndex("...");

  private final DynaPrompt.Options options;
  private final Tuned tuned;
  private final NDArray context;
  private final NDArray first;
  private final PoolMemory memory;
  private final NDManager manager;

  PromptPool(Choosing classes, DynaPrompt.Options options) {
    Nn.recordOnlyWhenAsked();
    this.options = options;
    manager = classes.manager().newSubManager();
    tuned = classes.tune(options.contexts());
    context = tuned.trainable().get(0).array();
    first = context.stopGradient().duplicate();
    first.attach(manager);
    memory = new PoolMemory(manager, options.poolSize(), (int) context.size());
  }

  PoolMemory memory() {
    return memory;
  }

  @Override
  public Optional<StreamState> state() {
    return Optional.of(memory);
  }

  @Override
  public List<Trace> adapt(List<? extends Query> batch, Listener listener) {
    return batch.stream().map(q -> Scopes.call(() -> adapt(q, listener))).toList();
  }

  private Trace adapt(Query query, Listener listener) {
    try {
      return new Picture(query).adapt(listener);
    } finally {
      context.set(ALL, first);
    }
  }

  /** One picture's steps on a copy of the pool. */
  private final class Picture {
    private final NDArray views;
    private final NDArray deltas;
    private final int[] uses = memory.uses().clone();
    private final List<Integer> order = new ArrayList<>(memory.order());

    Picture(Query query) {
      views = tuned.prepare(query.rows(options.views().made()));
      float[][] rows = memory.deltas().clone();
      if (Arrays.stream(uses).allMatch(used -> used > 0)) {
        int oldest = order.get(0);
        rows[oldest] = new float[rows[oldest].length];
        uses[oldest] = 0;
      }
      deltas =
          Nn.fromHost(manager, List.of(rows))
              .reshape(new Shape(rows.length).addAll(first.getShape()));
      deltas.setRequiresGradient(true);
    }

    Trace adapt(Listener listener) {
      Answer before = Answer.Scores.logits(tuned.initial(plain()).logits().toFloatArray());
      listener.onStart(before);
      int classes = before.scores().length;
      List<float[]> logits =
          IntStream.range(0, uses.length).mapToObj(p -> logits(p, views)).toList();
      PromptChoice choice =
          PromptChoice.of(logits, classes, order.get(0), options.views().selection());
      for (int p : choice.prompts()) {
        order.remove((Integer) p);
        order.add(p);
        uses[p]++;
      }
      List<Step> steps = steps(choice, listener);
      Descent.checkWanted(listener);
      float[] after =
          Host.mean(Arrays.stream(choice.prompts()).mapToObj(p -> logits(p, plain())).toList());
      memory.become(
          SeenViews.rows(deltas.stopGradient().reshape(uses.length, -1)), List.copyOf(order), uses);
      memory.count();
      List<Integer> kept = Arrays.stream(choice.views()).boxed().toList();
      return new Trace(before, Answer.Scores.logits(after), kept, steps);
    }

    private NDArray plain() {
      return views.get(new NDIndex("0:1"));
    }

    private void put(int prompt) {
      context.set(ALL, first.add(deltas.get(prompt).stopGradient()));
    }

    private float[] logits(int prompt, NDArray of) {
      put(prompt);
      return Scopes.call(() -> tuned.answer(of).logits().toFloatArray());
    }

    private List<Step> steps(PromptChoice choice, Listener listener) {
      long[] places = Arrays.stream(choice.views()).asLongStream().toArray();
      NDArray kept =
          views.get(new NDIndex("{}", Nn.fromHost(manager, places, new Shape(places.length))));
      List<Step> steps = new ArrayList<>();
      List<Parameter> parameters = List.of(new Parameter("deltas", deltas));
      try (AdamW optimizer = new AdamW(manager, parameters, Gradient.EPS)) {
        for (int s = 0; s < options.steps().steps(); s++) {
          Descent.checkWanted(listener);
          int number = s;
          Step step = Scopes.call(() -> step(number, choice.prompts(), kept, listener));
          optimizer.step(options.steps().learningRate(), options.steps().weightDecay());
          listener.onStep(s, step);
          steps.add(step);
        }
      }
      return steps;
    }

    /** Gradients of the prompts one by one, since one prompt's graph may fill the memory. */
    private Step step(int number, int[] prompts, NDArray kept, Listener listener) {
      float[] gradients = new float[(int) deltas.size()];
      float loss = 0;
      for (int p : prompts) {
        put(p);
        loss +=
            Scopes.call(
                () -> Descent.gradients(number, () -> loss(kept, prompts.length), listener).loss());
        float[] own = Descent.takeGradient(context);
        for (int i = 0; i < own.length; i++) {
          gradients[p * own.length + i] += own[i];
        }
      }
      // a sum that has these gradients hands them to the optimiser
      NDArray all = Nn.fromHost(manager, gradients, deltas.getShape());
      Descent.gradients(
          number, () -> Descent.Loss.of(deltas.mul(all).sum(), deltas), Listener.NONE);
      return new Step(loss, List.of());
    }

    private Descent.Loss loss(NDArray kept, int prompts) {
      NDArray logits = tuned.tuning(kept).logits();
      return Descent.Loss.of(Nn.scale(EntropyObjective.ofAverage(logits), 1f / prompts), logits);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
