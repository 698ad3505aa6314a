package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.pytorch.jni.JniUtils;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The few layers from which all networks are made, as functions of their weights. */
public final class Nn {
  /** LayerNorm's and BatchNorm's epsilon in CLIP. */
  public static final float EPS = 1e-5f;

  /**
   * DJL passes tensors through as they are under this axis number: PyTorch wants channels second.
   */
  private static final int CHANNELS_SECOND = -1;

  /** What running statistics keep of themselves: one less PyTorch's momentum. */
  private static final float BN_KEEP = 0.9f;

  private Nn() {}

  /**
   * An array of the engine's own memory. DJL's {@code create} lends it the Java buffer, which may
   * be gone by the time a recorded graph asks for it; so the values are copied.
   */
  public static NDArray fromHost(NDManager manager, float[] values, Shape shape) {
    try (NDArray lent = manager.create(values, shape)) {
      return lent.duplicate();
    }
  }

  /** As {@link #fromHost(NDManager, float[], Shape)}, for indices. */
  public static NDArray fromHost(NDManager manager, long[] values, Shape shape) {
    try (NDArray lent = manager.create(values, shape)) {
      return lent.duplicate();
    }
  }

  /** Rows of one width as a matrix; at least one. */
  public static NDArray fromHost(NDManager manager, List<float[]> rows) {
    int width = rows.get(0).length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return fromHost(manager, all, new Shape(rows.size(), width));
  }

  /** Independent normal values of the given standard deviation. */
  public static NDArray normal(NDManager manager, Shape shape, double spread, Random random) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    return fromHost(manager, values, shape);
  }

  /**
   * {@code x * factor}. DJL's own product with a number wraps it in a Java buffer that a recorded
   * graph keeps using after it is gone; the engine's own scalar lives as long as the graph.
   */
  public static NDArray scale(NDArray x, float factor) {
    try (NDArray scalar = x.getManager().full(new Shape(), factor)) {
      return x.mul(scalar);
    }
  }

  /**
   * {@code x + y}, written over x when no graph is recorded that may need it.
   *
   * @param x the caller's own, not to be used any more
   */
  static NDArray addTo(NDArray x, NDArray y) {
    return recording() ? x.add(y) : x.addi(y);
  }

  /**
   * Lets this thread record graphs within a gradient collector only. The engine sees to that on the
   * thread that loads it; on any other one all is recorded, and no parameter can be updated.
   */
  public static void recordOnlyWhenAsked() {
    JniUtils.setGradMode(false);
  }

  /** Whether a graph is recorded, whose arrays must then stay as they are. */
  static boolean recording() {
    return JniUtils.isGradMode(); // what an array says of itself does not tell
  }

  /** {@code x (.., I) -> (.., O)} with weight (O, I). */
  public static NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
    return Linear.linear(x, weight, bias).singletonOrThrow();
  }

  /** As above, with {@code NAME.weight} and {@code NAME.bias}. */
  public static NDArray linear(NDArray x, Weights weights, String name) {
    return linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  /** Normalises the last axis. */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias) {
    return layerNorm(x, weight, bias, EPS);
  }

  /** As above, with a network's own epsilon. */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, float epsilon) {
    return LayerNorm.layerNorm(x, weight.getShape(), weight, bias, epsilon).singletonOrThrow();
  }

  /** {@code x (B, C, H, W)} with weight (O, C, k, k), no bias. */
  public static NDArray conv2d(NDArray x, NDArray weight, int stride, int padding) {
    return Conv2d.conv2d(x, weight, null, new Shape(stride, stride), new Shape(padding, padding))
        .singletonOrThrow();
  }

  /**
   * Normalises the channels of {@code x (B, C, H, W)} with running statistics, or with the batch's
   * when training; then the running ones move by a tenth, with the unbiased variance.
   */
  public static NDArray batchNorm(NDArray x, Weights weights, String name, boolean training) {
    return batchNorm(
        x,
        weights.get(name + ".running_mean"),
        weights.get(name + ".running_var"),
        weights.get(name + ".weight"),
        weights.get(name + ".bias"),
        BN_KEEP,
        training);
  }

  /** As above, with given statistics (C), which stay as they are. */
  static NDArray batchNorm(
      NDArray x, NDArray mean, NDArray variance, NDArray weight, NDArray bias) {
    return batchNorm(x, mean, variance, weight, bias, BN_KEEP, false);
  }

  /**
   * Measures the channels of {@code x (B, C, H, W)}.
   *
   * @param mean (C), takes the means
   * @param variance (C), takes the unbiased variances
   */
  static void batchStatistics(NDArray x, NDArray mean, NDArray variance) {
    NDArray one = mean.onesLike();
    batchNorm(x, mean, variance, one, one, 0, true);
  }

  private static NDArray batchNorm(
      NDArray x,
      NDArray mean,
      NDArray variance,
      NDArray weight,
      NDArray bias,
      float keep,
      boolean training) {
    return BatchNorm.batchNorm(
            x, mean, variance, weight, bias, CHANNELS_SECOND, keep, EPS, training)
        .singletonOrThrow();
  }

  /** L2-normalises the last axis. */
  public static NDArray normalize(NDArray x) {
    return x.div(x.square().sum(new int[] {-1}, true).sqrt());
  }

  /**
   * An additive causal mask (L, L): minus infinity above the diagonal. Belongs to the manager.
   *
   * @param length L
   */
  public static NDArray causalMask(NDManager manager, int length) {
    float[] mask = new float[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        mask[i * length + j] = Float.NEGATIVE_INFINITY;
      }
    }
    return fromHost(manager, mask, new Shape(length, length));
  }
}
