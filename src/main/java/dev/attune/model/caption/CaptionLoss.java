package dev.attune.model.caption;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.TokenRows;

/** The cross-entropy of sampled captions, weighted by their rewards. */
public final class CaptionLoss {
  /** The papers' program ignores this token in the loss, and pads with another (OPT's 1). */
  private static final long IGNORED = 0;

  private CaptionLoss() {}

  /**
   * The mean over the K captions of {@code reward * mean cross-entropy of the tokens}. All captions
   * stand after one prefix, which is computed once.
   *
   * @param prefix (1, P, W), to which the gradient flows
   * @param captions K texts, start tokens included
   * @param rewards K
   * @param maskPadding whether the mean is over a caption's own tokens; else it is over the padded
   *     length, and the padding is to be predicted too
   */
  public static NDArray of(
      CausalLm lm, NDArray prefix, TokenRows captions, float[] rewards, boolean maskPadding) {
    NDManager manager = prefix.getManager();
    int k = captions.rows();
    int length = captions.length();
    lm.checkLength(prefix.getShape().get(1) + length);
    CausalLm.PrefixState state = lm.prefix(prefix);
    NDArray hidden = state.last().tile(new long[] {k, 1, 1}); // what predicts the start tokens
    if (length > 1) {
      NDArray inputs = captions.inputs(lm, manager);
      hidden = hidden.concat(lm.hiddenBehind(state, inputs, captions.inputMask(0)), 1);
    }
    long[] targets = captions.ids();
    float[] weights = new float[targets.length];
    for (int i = 0; i < k; i++) {
      int counted = maskPadding ? captions.length(i) : length;
      for (int t = 0; t < counted; t++) {
        boolean ignored = targets[i * length + t] == IGNORED;
        weights[i * length + t] = ignored ? 0 : rewards[i] / k / counted;
      }
    }
    NDArray losses = lm.crossEntropy(hidden.reshape(targets.length, -1), targets);
    return losses.mul(Nn.fromHost(manager, weights, new Shape(weights.length))).sum();
  }
}
