package dev.attune.method.memory;

import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.memory.ClassCache.Item;
import dev.attune.method.memory.Remembering.Remembered;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** DMN's memory: up to M pictures of each class, in slots. */
final class ClassMemory extends HostState {
  /** In the logarithms of the authors' program: of a view, and of the mean of views. */
  private static final double VIEW_FLOOR = 1e-6;

  private static final double MEAN_FLOOR = 1e-8;
  private static final float[] NONE = {};

  private final Dmn.Options options;
  private final double scale;
  private final float[][] texts;
  private final ClassCache slots;

  ClassMemory(Choosing classes, Dmn.Options options) {
    super(classes.manager(), "dmn");
    this.options = options;
    scale = classes.scale();
    texts = SeenViews.rows(classes.candidates());
    slots = ClassCache.of(texts.length);
  }

  ClassCache slots() {
    return slots;
  }

  /**
   * What a picture's views say.
   *
   * @param plain (C), the plain view's probabilities
   * @param mean (C), of the most confident views' probabilities
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  record Said(float[] plain, float[] mean, List<Integer> kept) {
    int label() {
      return Host.best(mean);
    }
  }

  Said said(SeenViews seen) {
    List<float[]> p =
        IntStream.range(0, seen.count())
            .mapToObj(v -> Softmax.of(seen.logits(v, scale), 0, seen.classes()))
            .toList();
    double[] entropy = p.stream().mapToDouble(q -> Host.entropy(q, VIEW_FLOOR)).toArray();
    List<Integer> kept =
        IntStream.range(0, seen.count())
            .boxed()
            .sorted(Comparator.comparingDouble(v -> entropy[v]))
            .limit((int) (seen.count() * options.views().selection()))
            .toList();
    return new Said(p.get(0), Host.mean(kept.stream().map(p::get).toList()), kept);
  }

  Remembered answer(SeenViews seen) {
    Said said = said(seen);
    float[] x = seen.features()[0];
    remember(said.label(), new Item(x, (float) Host.entropy(said.mean(), MEAN_FLOOR), NONE));
    float[] memory = probabilities(x);
    float[] answer = new float[memory.length];
    for (int c = 0; c < answer.length; c++) {
      answer[c] = (float) (said.plain()[c] + options.alpha() * memory[c]);
    }
    return new Remembered(Answer.Scores.probabilities(answer), said.kept());
  }

  /** Into the next slot; of a full class the least confident gives way, if it is less confident. */
  private void remember(int label, Item item) {
    List<Item> items = slots.byClass().get(label);
    if (items.size() < options.memorySize()) {
      items.add(item);
      return;
    }
    int worst = 0;
    for (int slot = 1; slot < items.size(); slot++) {
      worst = items.get(slot).entropy() > items.get(worst).entropy() ? slot : worst;
    }
    if (items.get(worst).entropy() > item.entropy()) {
      items.set(worst, item);
    }
  }

  /** By the class features that x reads out of the memory. */
  float[] probabilities(float[] x) {
    float[] logits = new float[texts.length];
    for (int c = 0; c < logits.length; c++) {
      double[] read = new double[x.length];
      add(read, x, texts[c]);
      for (Item item : slots.byClass().get(c)) {
        add(read, x, item.feature());
      }
      logits[c] = (float) (scale * Host.dot(x, Host.floats(Host.normalise(read))));
    }
    return Softmax.of(logits, 0, logits.length);
  }

  private void add(double[] sum, float[] x, float[] row) {
    double weight = Math.exp(-options.beta() * (1 - Host.dot(x, row)));
    for (int d = 0; d < sum.length; d++) {
      sum[d] += weight * row[d];
    }
  }

  @Override
  void forget() {
    slots.clear();
  }

  @Override
  Map<String, float[][]> matrices() {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    slots.write("memory", matrices);
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    slots.read("memory", saved, texts[0].length);
  }
}
