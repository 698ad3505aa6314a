package dev.attune.method.memory;

import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.memory.Remembering.Remembered;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** OnZeta's class proxies and dual variables. */
final class Proxies extends HostState {
  private static final List<Integer> PLAIN = List.of(0);

  private final ProxyLearning learning;
  private final int stream;
  private final float[][] texts;
  private float[][] proxies;
  private float[] rho;

  /**
   * @param stream how many pictures there will be
   */
  Proxies(Choosing classes, ProxyLearning learning, int stream) {
    super(classes.manager(), "onzeta");
    this.learning = learning;
    this.stream = stream;
    texts = SeenViews.rows(classes.candidates());
    proxies = copy(texts);
    rho = new float[texts.length];
  }

  /** W: (C, D). */
  float[][] proxies() {
    return proxies;
  }

  /** (C). */
  float[] rho() {
    return rho;
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  Remembered answer(SeenViews seen) {
    float[] x = seen.features()[0];
    double step = Math.sqrt(seen() + 1.0);
    double weight = learning.beta() * Math.sqrt((seen() + 1.0) / stream);
    double[] text = textLabel(seen.cosines()[0]);
    float[] image = imageLabel(x);
    float[] answer = new float[text.length];
    for (int c = 0; c < answer.length; c++) {
      answer[c] = (float) (weight * image[c] + (1 - weight) * text[c]);
      double surplus = text[c] - learning.alpha() / text.length;
      rho[c] = (float) Math.max(0, rho[c] - learning.cr() / step * surplus);
      double rate = learning.cw() / step / learning.tauI() * (image[c] - text[c]);
      double[] proxy = new double[x.length];
      for (int d = 0; d < proxy.length; d++) {
        proxy[d] = proxies[c][d] - rate * x[d];
      }
      proxies[c] = Host.floats(Host.normalise(proxy));
    }
    return new Remembered(Answer.Scores.probabilities(answer), PLAIN);
  }

  /** The texts' label, in balance: t. */
  private double[] textLabel(float[] cosines) {
    double[] label = Host.doubles(softmax(cosines, learning.tauT()));
    double sum = 0;
    for (int c = 0; c < label.length; c++) {
      label[c] *= Math.exp(rho[c]);
      sum += label[c];
    }
    for (int c = 0; c < label.length; c++) {
      label[c] /= sum;
    }
    return label;
  }

  /** The proxies' label: v. */
  private float[] imageLabel(float[] x) {
    float[] cosines = new float[proxies.length];
    for (int c = 0; c < cosines.length; c++) {
      cosines[c] = (float) Host.dot(x, proxies[c]);
    }
    return softmax(cosines, learning.tauI());
  }

  private static float[] softmax(float[] cosines, double temperature) {
    float[] logits = new float[cosines.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = (float) (cosines[c] / temperature);
    }
    return Softmax.of(logits, 0, logits.length);
  }

  @Override
  void forget() {
    proxies = copy(texts);
    rho = new float[texts.length];
  }

  @Override
  Map<String, float[][]> matrices() {
    return Map.of("proxies", proxies, "rho", new float[][] {rho});
  }

  @Override
  void remember(Saved saved) {
    float[][] w = saved.rows("proxies", texts[0].length);
    float[][] r = saved.rows("rho", texts.length);
    saved.require(w.length == texts.length && r.length == 1, "proxies");
    proxies = w;
    rho = r[0];
  }
}
