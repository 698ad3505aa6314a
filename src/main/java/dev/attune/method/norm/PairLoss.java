package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.model.Nn;

/**
 * TCR's loss of a batch of queries (Li et al. 2025). Letters: B queries, D width.
 *
 * @param entropy of the queries that are as certain as the queue's, the surer the more
 * @param uniformity falls as the queries spread
 * @param gap by how much the distance of the means differs from the queue's, squared
 */
record PairLoss(NDArray entropy, NDArray uniformity, NDArray gap) {
  /** Keeps the weight of the least certain query above zero. */
  private static final double SLACK = 1e-3;

  /**
   * @param queries (B, D), with a gradient
   * @param candidates (B, D), the nearest of each query, without one
   * @param entropies (B), see {@link #entropies}
   * @param spread weight of a query's distance from the mean
   */
  static PairLoss of(
      NDArray queries, NDArray candidates, NDArray entropies, PairQueue queue, double spread) {
    NDArray centred = queries.sub(queries.mean(new int[] {0}, true));
    NDArray between = mean(queries).sub(mean(candidates));
    return new PairLoss(
        entropies.mul(weights(entropies, queue.entropy())).sum(),
        centred.norm(new int[] {1}).mul((float) -spread).exp().mean(),
        between.norm(new int[] {0}).sub((float) queue.margin()).square());
  }

  /** (B), of each query's softmax over the candidates of the batch, in nats. */
  static NDArray entropies(NDArray queries, NDArray candidates, double temperature) {
    NDArray logits = queries.matMul(candidates.transpose()).mul((float) (1 / temperature));
    return EntropyObjective.ofRows(logits);
  }

  /** (B), those of a mean over the queries whose entropy is at most that much. */
  private static NDArray weights(NDArray entropies, float most) {
    float[] values = entropies.stopGradient().toFloatArray();
    int count = 0;
    for (float e : values) {
      count += e <= most ? 1 : 0;
    }
    float[] weights = new float[values.length];
    for (int b = 0; b < weights.length; b++) {
      weights[b] = values[b] <= most ? (float) ((1 - values[b] / (most + SLACK)) / count) : 0;
    }
    return Nn.fromHost(entropies.getManager(), weights, new Shape(weights.length));
  }

  private static NDArray mean(NDArray rows) {
    return Nn.normalize(rows).mean(new int[] {0});
  }

  NDArray sum() {
    return entropy.add(uniformity).add(gap);
  }
}
