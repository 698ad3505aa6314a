package dev.attune.method.memory;

import dev.attune.method.Choosing;
import dev.attune.method.views.SeenViews;
import java.util.LinkedHashMap;
import java.util.Map;

/** What DPE keeps from picture to picture: the class texts, and a cache of confident pictures. */
final class PrototypeMemory extends HostState {
  private final float[][] first;
  private final ClassCache cache;

  /** (C, D), not normalised once they learned. */
  private float[][] texts;

  private int updates;

  PrototypeMemory(Choosing classes) {
    super(classes.manager(), "dpe");
    first = SeenViews.rows(classes.candidates());
    cache = ClassCache.of(first.length);
    texts = first;
  }

  float[][] texts() {
    return texts;
  }

  ClassCache cache() {
    return cache;
  }

  /** From how many pictures the texts have learned. */
  int updates() {
    return updates;
  }

  /** The texts become the mean of what they were tuned to; the first time half of each. */
  void learn(float[][] tuned) {
    updates++;
    float keep = (float) updates / (updates + 1);
    float take = 1f / (updates + 1);
    float[][] mean = new float[texts.length][first[0].length];
    for (int c = 0; c < mean.length; c++) {
      for (int i = 0; i < mean[c].length; i++) {
        mean[c][i] = texts[c][i] * keep + tuned[c][i] * take;
      }
    }
    texts = mean;
  }

  @Override
  void forget() {
    cache.clear();
    texts = first;
    updates = 0;
  }

  @Override
  Map<String, float[][]> matrices() {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    matrices.put("texts", texts);
    matrices.put("updates", new float[][] {{updates}});
    cache.write("positive", matrices);
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    float[][] readTexts = saved.rows("texts", first[0].length);
    float[][] counted = saved.rows("updates", 1);
    saved.require(readTexts.length == first.length, "texts");
    saved.require(counted.length == 1, "updates");
    cache.read("positive", saved, first[0].length);
    texts = readTexts;
    updates = (int) counted[0][0];
  }
}
