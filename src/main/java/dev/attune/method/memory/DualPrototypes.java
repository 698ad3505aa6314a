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
import dev.attune.method.gradient.AdamW;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.memory.ClassCache.Item;
import dev.attune.method.views.Fused;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * DPE's adapter. Letters: V views, C classes, P classes that the cache has pictures of, D width.
 */
final class DualPrototypes implements Adapter {
  /** Of the authors' program, which is meant for half precision. */
  private static final double EPS = 1e-3;

  /** Of the alignment's contrast. */
  private static final float TEMPERATURE = 0.01f;

  private static final float[] NONE = {};

  private final Choosing classes;
  private final Dpe.Options options;
  private final PrototypeMemory memory;
  private final float scale;
  private final NDManager manager;

  DualPrototypes(Choosing classes, Dpe.Options options) {
    Nn.recordOnlyWhenAsked();
    this.classes = classes;
    this.options = options;
    memory = new PrototypeMemory(classes);
    scale = (float) options.scale().of(classes.scale());
    manager = classes.manager().newSubManager();
  }

  PrototypeMemory memory() {
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
    NDArray views = query.features(options.views().made());
    Answer before =
        Answer.Scores.logits(SeenViews.of(views, classes.candidates()).logits(0, classes.scale()));
    listener.onStart(before);
    NDArray texts = rows(memory.texts());
    Fused seen = fused(views, Nn.normalize(texts));
    ClassCache cache = memory.cache().copy();
    cache.replaceLast(
        seen.best(),
        new Item(seen.feature(), (float) seen.relativeEntropy(), NONE),
        options.positive().shotCapacity());
    Prototypes prototypes = new Prototypes(texts, cache);
    NDArray asked = rows(seen.feature());
    List<Step> steps = new ArrayList<>();
    try (AdamW ofTexts = optimizer(prototypes.textShift);
        AdamW ofCache = optimizer(prototypes.cacheShift)) {
      for (int s = 0; s < options.steps().steps(); s++) {
        Descent.checkWanted(listener);
        Step step = Descent.gradients(s, () -> prototypes.loss(asked), listener);
        ofTexts.step(options.steps().learningRate(), options.steps().weightDecay());
        ofCache.step(options.cacheLearningRate(), options.steps().weightDecay());
        listener.onStep(s, step);
        steps.add(step);
      }
      Descent.checkWanted(listener);
    }
    NDArray tuned = prototypes.texts();
    NDArray feature =
        options.asked() == Dpe.Asked.PLAIN
            ? views.get(new NDIndex("0:1"))
            : rows(fused(views, tuned).feature());
    float[] logits = prototypes.logits(feature).toFloatArray();
    memory.cache().replaceAll(cache);
    if (relativeEntropy(logits) < options.sureBelow()) {
      memory.learn(SeenViews.rows(tuned));
    }
    memory.count();
    return new Trace(before, Answer.Scores.logits(logits), seen.kept(), steps);
  }

  private Fused fused(NDArray views, NDArray texts) {
    return Fused.of(SeenViews.of(views, texts), scale, options.views().selection());
  }

  private AdamW optimizer(NDArray tuned) {
    return new AdamW(manager, List.of(new Parameter("shift", tuned)), EPS);
  }

  private NDArray rows(float[]... rows) {
    return Nn.fromHost(manager, List.of(rows));
  }

  private static double relativeEntropy(float[] logits) {
    double entropy = Host.entropy(Softmax.of(logits, 0, logits.length), 0);
    return Fused.relative(entropy, logits.length);
  }

  /** Texts and means of cached pictures, each with a shift that is tuned. */
  private final class Prototypes {
    private final NDArray firstTexts;
    private final NDArray means;
    private final NDArray textShift;
    private final NDArray cacheShift;

    /** (P), the classes that have pictures. */
    private final NDArray present;

    /** (P, C). */
    private final NDArray ofClass;

    Prototypes(NDArray texts, ClassCache cache) {
      int count = cache.byClass().size();
      int[] classes =
          IntStream.range(0, count).filter(c -> !cache.byClass().get(c).isEmpty()).toArray();
      float[][] means = new float[classes.length][];
      float[] places = new float[classes.length * count];
      long[] indices = new long[classes.length];
      for (int p = 0; p < classes.length; p++) {
        List<Item> items = cache.byClass().get(classes[p]);
        means[p] = Host.mean(items.stream().map(Item::feature).toList());
        places[p * count + classes[p]] = 1;
        indices[p] = classes[p];
      }
      firstTexts = texts;
      this.means = rows(means);
      present = Nn.fromHost(manager, indices, new Shape(indices.length));
      ofClass = Nn.fromHost(manager, places, new Shape(indices.length, count));
      textShift = shift(texts);
      cacheShift = shift(this.means);
    }

    private NDArray shift(NDArray of) {
      NDArray shift = manager.zeros(of.getShape());
      shift.setRequiresGradient(true);
      return shift;
    }

    /** (C, D), normalised. */
    NDArray texts() {
      return Nn.normalize(firstTexts.add(textShift));
    }

    /** (P, D), normalised. */
    private NDArray pictures() {
      return Nn.normalize(means.add(cacheShift));
    }

    /** By both: (1, D) -> (1, C). */
    NDArray logits(NDArray feature) {
      return logits(feature, texts(), pictures());
    }

    private NDArray logits(NDArray feature, NDArray texts, NDArray pictures) {
      float beta = (float) options.positive().beta();
      float weight = (float) (options.positive().alpha() * Math.exp(-beta));
      NDArray near = Nn.scale(feature.matMul(pictures.transpose()), beta).exp();
      return Nn.scale(feature.matMul(texts.transpose()), scale)
          .add(Nn.scale(near, weight).matMul(ofClass));
    }

    /** The answer's entropy, and the contrast of each class's pictures with the classes' texts. */
    Descent.Loss loss(NDArray feature) {
      NDArray texts = texts();
      NDArray pictures = pictures();
      NDArray logits = logits(feature, texts, pictures);
      NDArray cosines = pictures.matMul(texts.get(new NDIndex("{}", present)).transpose());
      NDArray own = manager.eye((int) present.size());
      NDArray contrast =
          Nn.scale(cosines, 1 / TEMPERATURE).logSoftmax(1).mul(own).sum(new int[] {1}).mean().neg();
      return Descent.Loss.of(
          EntropyObjective.ofAverage(logits).add(Nn.scale(contrast, (float) options.alignment())),
          logits);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
