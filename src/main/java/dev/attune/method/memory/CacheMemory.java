package dev.attune.method.memory;

import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.memory.ClassCache.Item;
import dev.attune.method.memory.Remembering.Remembered;
import dev.attune.method.views.Fused;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two caches of TDA and BoostAdapter. A picture is in them before it is answered. */
final class CacheMemory extends HostState {
  private static final float[] NONE = {};

  private final int width;
  private final PositiveCache positive;
  private final @Nullable NegativeCache negative;
  private final ClassCache confident;
  private final ClassCache unsure;

  CacheMemory(
      Choosing classes, String method, PositiveCache positive, @Nullable NegativeCache negative) {
    super(classes.manager(), method);
    width = (int) classes.candidates().getShape().get(1);
    int count = (int) classes.candidates().getShape().get(0);
    this.positive = positive;
    this.negative = negative;
    confident = ClassCache.of(count);
    unsure = ClassCache.of(count);
  }

  ClassCache confident() {
    return confident;
  }

  ClassCache unsure() {
    return unsure;
  }

  Remembered tda(SeenViews seen, double scale, double share) {
    Fused query = Fused.of(seen, scale, share);
    confident.replaceLast(query.best(), item(query), positive.shotCapacity());
    if (negative != null && negative.takes(query)) {
      unsure.replaceLast(query.best(), unsureItem(query), negative.shotCapacity());
    }
    return answer(query, confident);
  }

  Remembered boosted(SeenViews seen, double scale, BoostAdapter.Options options) {
    Fused query =
        options.mode() == BoostAdapter.Mode.OOD
            ? Fused.of(seen, scale, options.views().selection())
            : Fused.plain(seen, scale);
    confident.keepBest(query.best(), item(query), positive.shotCapacity());
    if (negative != null && negative.takes(query)) {
      unsure.keepLast(query.best(), unsureItem(query), negative.shotCapacity());
    }
    return answer(query, boost(seen, scale, options));
  }

  /** The cache with the picture's own views, each under its own class. */
  ClassCache boost(SeenViews seen, double scale, BoostAdapter.Options options) {
    ClassCache boosted = confident.copy();
    double[] entropy = seen.entropies(scale);
    for (int view : seen.mostConfident(scale, options.views().selection())) {
      Item item = new Item(seen.features()[view], (float) entropy[view], NONE);
      boosted.keepBest(
          Host.best(seen.cosines()[view]), item, positive.shotCapacity() + options.delta());
    }
    return boosted;
  }

  private static Item item(Fused query) {
    return new Item(query.feature(), (float) query.entropy(), NONE);
  }

  private static Item unsureItem(Fused query) {
    return new Item(query.feature(), (float) query.entropy(), query.probabilities());
  }

  private Remembered answer(Fused query, ClassCache cache) {
    double[] logits = Host.doubles(query.logits());
    positive.add(cache, query.feature(), logits);
    if (negative != null) {
      negative.subtract(unsure, query.feature(), logits);
    }
    return new Remembered(Answer.Scores.logits(Host.floats(logits)), query.kept());
  }

  @Override
  void forget() {
    confident.clear();
    unsure.clear();
  }

  @Override
  Map<String, float[][]> matrices() {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    confident.write("positive", matrices);
    unsure.write("negative", matrices);
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    confident.read("positive", saved, width);
    unsure.read("negative", saved, width);
  }
}
