package dev.attune.method.memory;

import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.memory.Remembering.Remembered;
import dev.attune.method.views.Fused;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** BCA's class features and priors. */
final class Posteriors extends HostState {
  private final Bca.Options options;
  private final double scale;
  private final float[][] texts;

  /** (C, D), normalised. */
  private float[][] means;

  /** (C, C): row k is the distribution of labels where class k is nearest. */
  private float[][] priors;

  /** (2, C): how many pictures each mean and each prior stands for. */
  private float[][] counts;

  Posteriors(Choosing classes, Bca.Options options) {
    super(classes.manager(), "bca");
    this.options = options;
    scale = classes.scale();
    texts = SeenViews.rows(classes.candidates());
    means = new float[0][];
    priors = new float[0][];
    counts = new float[0][];
    forget();
  }

  /** R: (C, C). */
  float[][] priors() {
    return priors;
  }

  /** mu: (C, D). */
  float[][] means() {
    return means;
  }

  Remembered answer(SeenViews seen) {
    Fused query = Fused.of(cosines(seen), scale, options.views().selection());
    float[] near = Softmax.of(query.logits(), 0, texts.length);
    double[] sum = new double[near.length];
    for (int k = 0; k < near.length; k++) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += (double) near[k] * priors[k][c];
      }
    }
    float[] answer = Host.floats(sum);
    learn(query.feature(), answer);
    return new Remembered(Answer.Scores.probabilities(answer), query.kept());
  }

  /** The views beside the classes as they are now. */
  private SeenViews cosines(SeenViews seen) {
    float[][] cosines = new float[seen.count()][means.length];
    for (int v = 0; v < cosines.length; v++) {
      for (int c = 0; c < means.length; c++) {
        cosines[v][c] = (float) Host.dot(seen.features()[v], means[c]);
      }
    }
    return new SeenViews(seen.features(), cosines);
  }

  private void learn(float[] feature, float[] answer) {
    int k = Host.best(answer);
    if (answer[k] > options.tau1()) {
      means[k] = Host.floats(Host.normalise(follow(means[k], counts[0][k], feature)));
      counts[0][k]++;
    }
    if (answer[k] > options.tau2()) {
      priors[k] = Host.floats(follow(priors[k], counts[1][k], answer));
      counts[1][k]++;
    }
  }

  private static double[] follow(float[] mean, double count, float[] next) {
    double[] moved = new double[mean.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (count * mean[i] + next[i]) / (count + 1);
    }
    return moved;
  }

  @Override
  void forget() {
    means = Arrays.stream(texts).map(float[]::clone).toArray(float[][]::new);
    priors = new float[texts.length][texts.length];
    counts = new float[2][texts.length];
    for (int c = 0; c < texts.length; c++) {
      priors[c][c] = 1;
    }
    Arrays.fill(counts[0], options.likelihoodCount());
    Arrays.fill(counts[1], options.priorCount());
  }

  @Override
  Map<String, float[][]> matrices() {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    matrices.put("means", means);
    matrices.put("priors", priors);
    matrices.put("counts", counts);
    return matrices;
  }

  @Override
  void remember(Saved saved) {
    int classes = texts.length;
    float[][] readMeans = saved.rows("means", texts[0].length);
    float[][] readPriors = saved.rows("priors", classes);
    float[][] readCounts = saved.rows("counts", classes);
    saved.require(readMeans.length == classes && readPriors.length == classes, "means");
    saved.require(readCounts.length == 2, "counts");
    means = readMeans;
    priors = readPriors;
    counts = readCounts;
  }
}
