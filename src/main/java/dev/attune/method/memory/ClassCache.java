package dev.attune.method.memory;

import dev.attune.method.views.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A few samples of each class, as TDA and BoostAdapter keep them.
 *
 * @param byClass (C) lists, each in the order of its rule
 */
record ClassCache(List<List<Item>> byClass) {
  private static final Comparator<Item> BY_ENTROPY = Comparator.comparingDouble(Item::entropy);

  /**
   * A sample.
   *
   * @param feature (D), as it was asked with
   * @param entropy in nats; fp32, as it is stored
   * @param probabilities (C), or empty where they are not needed
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  record Item(float[] feature, float entropy, float[] probabilities) {}

  static ClassCache of(int classes) {
    return new ClassCache(Stream.<List<Item>>generate(ArrayList::new).limit(classes).toList());
  }

  /** The same items in lists of their own. */
  ClassCache copy() {
    return new ClassCache(byClass.stream().<List<Item>>map(ArrayList::new).toList());
  }

  /** Takes the other's items. */
  void replaceAll(ClassCache other) {
    for (int c = 0; c < byClass.size(); c++) {
      byClass.get(c).clear();
      byClass.get(c).addAll(other.byClass.get(c));
    }
  }

  /** TDA's rule: a full class gives its last for one that is more confident than that. */
  void replaceLast(int label, Item item, int capacity) {
    List<Item> items = byClass.get(label);
    if (items.size() >= capacity) {
      if (item.entropy() >= items.get(items.size() - 1).entropy()) {
        return;
      }
      items.remove(items.size() - 1);
    }
    items.add(item);
    items.sort(BY_ENTROPY);
  }

  /** BoostAdapter's rule: the most confident of all stay, the earlier of equal ones. */
  void keepBest(int label, Item item, int capacity) {
    List<Item> items = byClass.get(label);
    items.add(item);
    items.sort(BY_ENTROPY);
    // a class's first item stays whatever the capacity
    while (items.size() > Math.max(1, capacity)) {
      items.remove(items.size() - 1);
    }
  }

  /** The last ones stay. */
  void keepLast(int label, Item item, int capacity) {
    List<Item> items = byClass.get(label);
    items.add(item);
    if (items.size() > capacity) {
      items.remove(0);
    }
  }

  void forEach(BiConsumer<Integer, Item> consumer) {
    for (int c = 0; c < byClass.size(); c++) {
      int label = c;
      byClass.get(c).forEach(item -> consumer.accept(label, item));
    }
  }

  /** {@code exp(-beta (1 - x.k))} for a query x and an item's feature k. */
  static double affinity(float[] query, Item item, double beta) {
    return Math.exp(-beta * (1 - Host.dot(query, item.feature())));
  }

  void clear() {
    byClass.forEach(List::clear);
  }

  /** All items, named. */
  void write(String name, Map<String, float[][]> matrices) {
    List<float[]> features = new ArrayList<>();
    List<float[]> facts = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    forEach(
        (label, item) -> {
          features.add(item.feature());
          facts.add(new float[] {label, item.entropy()});
          if (item.probabilities().length > 0) {
            probabilities.add(item.probabilities());
          }
        });
    matrices.put(name + ".features", features.toArray(float[][]::new));
    matrices.put(name + ".facts", facts.toArray(float[][]::new));
    matrices.put(name + ".probabilities", probabilities.toArray(float[][]::new));
  }

  /** Puts in what {@link #write} gave. */
  void read(String name, HostState.Saved saved, int width) {
    float[][] features = saved.rows(name + ".features", width);
    float[][] facts = saved.rows(name + ".facts", 2);
    float[][] probabilities = saved.rows(name + ".probabilities", byClass.size());
    saved.require(facts.length == features.length, name);
    saved.require(probabilities.length == 0 || probabilities.length == features.length, name);
    clear();
    for (int i = 0; i < facts.length; i++) {
      int label = (int) facts[i][0];
      saved.require(label < byClass.size(), name);
      float[] p = probabilities.length == 0 ? new float[0] : probabilities[i];
      byClass.get(label).add(new Item(features[i], facts[i][1], p));
    }
  }
}
