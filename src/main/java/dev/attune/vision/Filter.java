package dev.attune.vision;

/** The interpolation kernels of {@link Resampling}. */
public enum Filter {
  /** The triangle of radius 1. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      return d < 1 ? 1 - d : 0;
    }
  },
  /** Keys' cubic convolution with a = -0.5, radius 2. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double radius;

  Filter(double radius) {
    this.radius = radius;
  }

  /** The distance, in pixels of the coarser grid, beyond which the weight is 0. */
  double radius() {
    return radius;
  }

  abstract double weight(double x);
}
