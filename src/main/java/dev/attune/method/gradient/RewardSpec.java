package dev.attune.method.gradient;

import java.util.List;

/**
 * How sampled candidates are judged (ALGORITHMS 3).
 *
 * @param models names of the judges; empty for methods that need none
 * @param baseline whether the mean is subtracted
 * @param amplify whether the result is divided by the standard deviation
 * @param scope over what mean and deviation are taken; several judges always take them over all
 *     views (so do the papers' programs, see the fixtures {@code multi_*})
 * @param weights how several judges are weighed
 */
public record RewardSpec(
    List<String> models, boolean baseline, boolean amplify, Scope scope, Weights weights) {

  /** Over the K candidates of one view, or over all views together. */
  public enum Scope {
    VIEW,
    BATCH
  }

  /** By the papers' confidences in the judges' architectures, or all alike. */
  public enum Weights {
    CONFIDENCE,
    MEAN
  }

  public static final RewardSpec NONE = new RewardSpec(List.of(), true, false, Scope.VIEW);

  public RewardSpec {
    models = List.copyOf(models);
  }

  /** As above, with judges that count alike. */
  public RewardSpec(List<String> models, boolean baseline, boolean amplify, Scope scope) {
    this(models, baseline, amplify, scope, Weights.MEAN);
  }

  /** The same with mean and deviation over all views. */
  public RewardSpec overBatch() {
    return new RewardSpec(models, baseline, amplify, Scope.BATCH, weights);
  }
}
