package dev.attune.method.views;

import dev.attune.method.gradient.Softmax;
import java.util.Arrays;
import java.util.List;

/**
 * What several views say together, as the methods with a cache ask it.
 *
 * @param feature (D), the mean of the chosen views' features, not normalised again
 * @param logits (C), their mean
 * @param probabilities (C), the mean of their softmaxes
 * @param entropy of that mean, in nats
 * @param kept the chosen views, most confident first
 */
@SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
public record Fused(
    float[] feature, float[] logits, float[] probabilities, double entropy, List<Integer> kept) {

  /**
   * @param scale of the logits
   * @param share of the views that is chosen; a single view is chosen whatever the share
   */
  public static Fused of(SeenViews views, double scale, double share) {
    return of(views, scale, views.mostConfident(scale, views.count() == 1 ? 1 : share));
  }

  /** Of the plain view alone. */
  public static Fused plain(SeenViews views, double scale) {
    return of(views, scale, new int[] {0});
  }

  private static Fused of(SeenViews views, double scale, int[] kept) {
    List<float[]> logits = Arrays.stream(kept).mapToObj(v -> views.logits(v, scale)).toList();
    float[] probabilities =
        Host.mean(logits.stream().map(l -> Softmax.of(l, 0, l.length)).toList());
    return new Fused(
        Host.mean(Arrays.stream(kept).mapToObj(v -> views.features()[v]).toList()),
        Host.mean(logits),
        probabilities,
        Host.entropy(probabilities, 0),
        Arrays.stream(kept).boxed().toList());
  }

  /** The likeliest class by the mean of the logits. */
  public int best() {
    return Host.best(logits);
  }

  /**
   * Entropy over the number of classes' binary logarithm, as TDA and DPE compare it: nats over
   * bits, so at most 0.693.
   */
  public double relativeEntropy() {
    return relative(entropy, logits.length);
  }

  /** The same of any entropy in nats. */
  public static double relative(double entropy, int classes) {
    return entropy / (Math.log(classes) / Math.log(2));
  }
}
