package dev.attune.model;

import ai.djl.ndarray.NDArray;
import dev.attune.weights.Weights;

/** Which statistics a tower's batch normalisation takes (ALGORITHMS 4). */
@FunctionalInterface
public interface BatchNormalization {

  /** The checkpoint's running statistics. */
  BatchNormalization RUNNING = (x, weights, name) -> Nn.batchNorm(x, weights, name, false);

  /** The batch's own; the running ones move by a tenth towards them. */
  BatchNormalization BATCH = (x, weights, name) -> Nn.batchNorm(x, weights, name, true);

  /**
   * The mix {@code s/(s+1) * running + 1/(s+1) * batch}, which leaves the running ones alone. No
   * gradient goes through the statistics, and the batch's variance is the unbiased one: the
   * reference program reads both from a buffer (fixture {@code resnet_bn_prior16}).
   *
   * @param strength s, at least 0
   */
  static BatchNormalization mix(double strength) {
    float prior = (float) (strength / (strength + 1));
    return (x, weights, name) -> {
      NDArray runningMean = weights.get(name + ".running_mean");
      NDArray runningVariance = weights.get(name + ".running_var");
      NDArray mean = x.getManager().zeros(runningMean.getShape());
      NDArray variance = x.getManager().ones(runningMean.getShape());
      Nn.batchStatistics(x.stopGradient(), mean, variance);
      return Nn.batchNorm(
          x,
          runningMean.mul(prior).add(mean.mul(1 - prior)),
          runningVariance.mul(prior).add(variance.mul(1 - prior)),
          weights.get(name + ".weight"),
          weights.get(name + ".bias"));
    };
  }

  /**
   * Normalises the channels of {@code x (B, C, H, W)}.
   *
   * @param name of the layer, such as {@code bn1}
   */
  NDArray apply(NDArray x, Weights weights, String name);
}
