package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Resizes tensors as PyTorch's bicubic interpolation does with a = -0.75, corners aligned and no
 * antialias (ALGORITHMS 3). DJL's own interpolation does not pass the alignment on; a separable
 * filter is two small matrix products.
 */
public final class BicubicResize {
  private static final double A = -0.75;

  private BicubicResize() {}

  /**
   * Resizes square pictures.
   *
   * @param images (B, C, R, R)
   * @param resolution R', the new R
   * @return (B, C, R', R')
   */
  public static NDArray apply(NDArray images, int resolution) {
    return Scopes.keep(
        () -> {
          int from = (int) images.getShape().get(2);
          NDArray filter = matrix(images.getManager(), from, resolution);
          return images
              .matMul(filter.transpose())
              .swapAxes(2, 3)
              .matMul(filter.transpose())
              .swapAxes(2, 3);
        });
  }

  /** The weights of each input place in each output place, (to, from). */
  private static NDArray matrix(NDManager manager, int from, int to) {
    float[] weights = new float[to * from];
    for (int i = 0; i < to; i++) {
      double place = to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
      int floor = (int) Math.floor(place);
      for (int tap = -1; tap <= 2; tap++) {
        int j = Math.min(Math.max(floor + tap, 0), from - 1); // the border repeats
        weights[i * from + j] += (float) cubic(Math.abs(place - floor - tap));
      }
    }
    return Nn.fromHost(manager, weights, new Shape(to, from));
  }

  /** The cubic convolution kernel at a distance of 0 to 2. */
  private static double cubic(double x) {
    return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
  }
}
