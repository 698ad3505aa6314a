package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.options.RewardSpec;
import dev.attune.model.Nn;

/**
 * RLCF's loss: the K likeliest candidates of every view, their cross-entropy weighted by the reward
 * (Zhao et al. 2024, arXiv 2305.18010, eq. 3; ALGORITHMS 4).
 */
public final class PolicyGradient implements Objective {
  private final int sampleK;
  private final float[] judged;
  private final RewardSpec spec;
  private final double minEntropyWeight;

  /**
   * @param judged (S, N) CLIPScores of all candidates for the selected views
   * @param minEntropyWeight share of the averaged softmax's entropy in the loss, 0 for none
   */
  public PolicyGradient(int sampleK, float[] judged, RewardSpec spec, double minEntropyWeight) {
    this.sampleK = sampleK;
    this.judged = judged;
    this.spec = spec;
    this.minEntropyWeight = minEntropyWeight;
  }

  @Override
  public Outcome loss(NDArray logits, NDArray texts) {
    int rows = (int) logits.getShape().get(0);
    int classes = (int) logits.getShape().get(1);
    float[] values = logits.stopGradient().toFloatArray();
    int[] candidates = new int[rows * sampleK];
    long[] places = new long[candidates.length];
    float[] scores = new float[candidates.length];
    for (int r = 0; r < rows; r++) {
      int[] top = Softmax.topK(values, r * classes, classes, sampleK);
      for (int k = 0; k < sampleK; k++) {
        int i = r * sampleK + k;
        candidates[i] = top[k];
        places[i] = top[k];
        scores[i] = judged[r * classes + top[k]];
      }
    }
    float[] rewards = RewardProcessing.apply(scores, sampleK, spec);
    NDArray loss = weighted(logits, places, rewards, sampleK);
    if (minEntropyWeight != 0) {
      loss = loss.add(Nn.scale(EntropyObjective.ofAverage(logits), (float) minEntropyWeight));
    }
    return new Outcome(loss, candidates, scores, rewards);
  }

  /**
   * The mean of {@code reward * cross-entropy}.
   *
   * @param logits (S, N)
   * @param candidates (S, K) sampled indices, row-major
   * @param rewards (S, K)
   */
  static NDArray weighted(NDArray logits, long[] candidates, float[] rewards, int k) {
    Shape shape = new Shape(candidates.length / k, k);
    NDArray index = Nn.fromHost(logits.getManager(), candidates, shape);
    NDArray picked = logits.logSoftmax(1).gather(index, 1).neg();
    return picked.mul(Nn.fromHost(logits.getManager(), rewards, shape)).mean();
  }
}
