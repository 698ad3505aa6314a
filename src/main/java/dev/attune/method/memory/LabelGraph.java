package dev.attune.method.memory;

import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.memory.Remembering.Remembered;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ECALP's graph: the classes, all pictures so far, and the newest picture a second time, at which
 * the answer is read.
 */
final class LabelGraph extends HostState {
  private static final List<Integer> PLAIN = List.of(0);
  private static final float CARRIED = 1 / 5f;
  private static final double DEGREE_FLOOR = 1e-6;

  private static final Comparator<Near> NEAREST =
      Comparator.comparingDouble((Near n) -> -n.similarity()).thenComparingInt(Near::picture);

  private final Propagation how;
  private final float[][] texts;
  private final float[] weights;

  /** Of all pictures so far, (n, D). */
  private final List<float[]> pictures = new ArrayList<>();

  /** The edges of each of them to its nearest classes. */
  private final List<List<Edge>> classEdges = new ArrayList<>();

  /** What each of them may have for neighbours. */
  private final List<List<Near>> stores = new ArrayList<>();

  /** The class that each of them carries, and how much of it. */
  private final List<float[]> carried = new ArrayList<>();

  /** The graph as it was at the last answer. */
  private Graph last = new Graph(List.of(), List.of(), new double[0][]);

  /** A picture's number beside its similarity. */
  record Near(int picture, float similarity) {}

  /** An edge from a picture to a picture or a class. */
  record Edge(int from, int to, double weight) {}

  /**
   * @param toPictures edges between pictures
   * @param toClasses edges to classes
   * @param labels (n + 2, C), after the last iteration
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  record Graph(List<Edge> toPictures, List<Edge> toClasses, double[][] labels) {}

  LabelGraph(Choosing classes, Propagation how) {
    super(classes.manager(), "ecalp");
    this.how = how;
    texts = SeenViews.rows(classes.candidates());
    weights = featureWeights(texts);
  }

  Graph last() {
    return last;
  }

  List<float[]> carried() {
    return carried;
  }

  /** Each feature's variance over the classes, normalised: u. */
  private static float[] featureWeights(float[][] texts) {
    double[] variance = new double[texts[0].length];
    for (int d = 0; d < variance.length; d++) {
      double mean = 0;
      for (float[] text : texts) {
        mean += text[d] / texts.length;
      }
      for (float[] text : texts) {
        variance[d] += (text[d] - mean) * (text[d] - mean) / (texts.length - 1);
      }
    }
    return Host.floats(Host.normalise(variance));
  }

  /** Cosine of u times the older one with the newer one. */
  private float similarity(float[] older, float[] newer) {
    double dot = 0;
    double own = 0;
    for (int d = 0; d < older.length; d++) {
      double weighted = (double) weights[d] * older[d];
      dot += weighted * newer[d];
      own += weighted * weighted;
    }
    return (float) (dot / Math.sqrt(own * Host.dot(newer, newer)));
  }

  Remembered answer(SeenViews seen) {
    add(seen.features()[0]);
    int newest = pictures.size() - 1;
    int nodes = newest + 2;
    int k = Math.min(how.imageNeighbours(), nodes);
    List<Edge> toPictures = neighbours(newest, k);
    List<Edge> toClasses = new ArrayList<>();
    classEdges.forEach(toClasses::addAll);
    for (Edge edge : classEdges.get(newest)) {
      toClasses.add(new Edge(newest + 1, edge.to(), edge.weight()));
    }
    double[][] labels = spread(nodes, toPictures, toClasses);
    last = new Graph(toPictures, toClasses, labels);
    carry(labels);
    float[] scores = Host.floats(labels[nodes - 1]);
    return new Remembered(Answer.Scores.probabilities(scores), PLAIN);
  }

  /**
   * Edges between pictures. An older picture has the best of what it stored, in which the second
   * copy of the picture before held a place, so that around n = k this is not an exact search.
   */
  private List<Edge> neighbours(int newest, int k) {
    int stored = newest <= k ? k : newest == k + 1 ? k + 1 : k + 2;
    List<Edge> edges = new ArrayList<>();
    List<Near> all = new ArrayList<>();
    for (int older = 0; older < newest; older++) {
      float similarity = similarity(pictures.get(older), pictures.get(newest));
      all.add(new Near(older, similarity));
      List<Near> candidates = new ArrayList<>(stores.get(older));
      candidates.removeIf(near -> near.picture() == newest);
      candidates.add(new Near(newest, similarity));
      candidates.add(new Near(newest + 1, similarity));
      stores.set(older, best(candidates, stored));
      link(older, best(stores.get(older), k), edges);
    }
    float self = similarity(pictures.get(newest), pictures.get(newest));
    all.add(new Near(newest, self));
    all.add(new Near(newest + 1, self));
    stores.add(best(all, stored));
    link(newest, best(all, k), edges);
    link(newest + 1, best(all, k), edges);
    return edges;
  }

  private static List<Near> best(List<Near> candidates, int count) {
    return candidates.stream().sorted(NEAREST).limit(count).toList();
  }

  private void link(int from, List<Near> near, List<Edge> edges) {
    near.forEach(
        n -> edges.add(new Edge(from, n.picture(), Math.pow(n.similarity(), how.gamma()))));
  }

  private void add(float[] picture) {
    float[] cosines = new float[texts.length];
    for (int c = 0; c < cosines.length; c++) {
      cosines[c] = (float) Host.dot(picture, texts[c]);
    }
    List<Edge> edges = new ArrayList<>();
    for (int c : Softmax.topK(cosines, 0, cosines.length, how.textNeighbours())) {
      edges.add(new Edge(pictures.size(), c, Math.pow(cosines[c], how.gamma())));
    }
    pictures.add(picture);
    classEdges.add(edges);
  }

  private double[][] spread(int nodes, List<Edge> toPictures, List<Edge> toClasses) {
    double[] pictureDegree = new double[nodes];
    double[] classDegree = new double[texts.length];
    for (Edge edge : toPictures) {
      pictureDegree[edge.from()] += edge.weight();
      pictureDegree[edge.to()] += edge.weight();
    }
    for (Edge edge : toClasses) {
      pictureDegree[edge.from()] += edge.weight();
      classDegree[edge.to()] += edge.weight();
    }
    invert(pictureDegree);
    invert(classDegree);
    double[][] start = new double[nodes][texts.length];
    for (int i = 0; i < carried.size(); i++) {
      start[i][(int) carried.get(i)[0]] = carried.get(i)[1];
    }
    double[][] labels = start;
    for (int iteration = 0; iteration < how.iterations(); iteration++) {
      double[][] next = new double[nodes][texts.length];
      for (Edge edge : toPictures) {
        double weight = edge.weight() * pictureDegree[edge.from()] * pictureDegree[edge.to()];
        add(next[edge.from()], labels[edge.to()], weight);
        add(next[edge.to()], labels[edge.from()], weight);
      }
      for (Edge edge : toClasses) {
        next[edge.from()][edge.to()] +=
            edge.weight() * pictureDegree[edge.from()] * classDegree[edge.to()];
      }
      for (int i = 0; i < nodes; i++) {
        for (int c = 0; c < texts.length; c++) {
          next[i][c] = how.alpha() * next[i][c] + (1 - how.alpha()) * start[i][c];
        }
      }
      labels = next;
    }
    return labels;
  }

  /** One over the root of a degree. */
  private static void invert(double[] degrees) {
    for (int i = 0; i < degrees.length; i++) {
      degrees[i] = 1 / (Math.sqrt(Math.max(0, degrees[i])) + DEGREE_FLOOR);
    }
  }

  private static void add(double[] sum, double[] labels, double weight) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += weight * labels[c];
    }
  }

  /** Each picture keeps a fifth of its largest label, and the second copy goes. */
  private void carry(double[][] labels) {
    carried.clear();
    for (int i = 0; i < pictures.size(); i++) {
      float[] row = Host.floats(labels[i]);
      int best = Host.best(row);
      carried.add(new float[] {best, row[best] * CARRIED});
    }
  }

  @Override
  void forget() {
    pictures.clear();
    classEdges.clear();
    stores.clear();
    carried.clear();
  }

  @Override
  Map<String, float[][]> matrices() {
    List<float[]> near = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      for (Near n : stores.get(i)) {
        near.add(new float[] {i, n.picture(), n.similarity()});
      }
    }
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    matrices.put("pictures", pictures.toArray(float[][]::new));
    matrices.put("carried", carried.toArray(float[][]::new));
    matrices.put("near", near.toArray(float[][]::new));
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    float[][] features = saved.rows("pictures", texts[0].length);
    float[][] labels = saved.rows("carried", 2);
    saved.require(labels.length == features.length, "carried");
    forget();
    List.of(features).forEach(this::add);
    carried.addAll(List.of(labels));
    pictures.forEach(p -> stores.add(new ArrayList<>()));
    for (float[] near : saved.rows("near", 3)) {
      saved.require(near[0] < stores.size(), "near");
      stores.get((int) near[0]).add(new Near((int) near[1], near[2]));
    }
  }
}
