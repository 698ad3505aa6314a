package dev.attune.vision;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The distortions of AugMix (Hendrycks et al. 2020, arXiv 1912.02781). A level is drawn from U(0.1,
 * severity); 10 is the strongest there is.
 */
enum Distortion {
  AUTOCONTRAST(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return PixelOps.autocontrast(image);
    }
  },
  EQUALIZE(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return PixelOps.equalize(image);
    }
  },
  POSTERIZE(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return PixelOps.posterize(image, 4 - whole(level, 4));
    }
  },
  ROTATE(true) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Affine.rotation(whole(level, 30), image.width(), image.height()).apply(image);
    }
  },
  SOLARIZE(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return PixelOps.solarize(image, 256 - whole(level, 256));
    }
  },
  SHEAR_X(true) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Affine.shearX(level * 0.3 / STRONGEST).apply(image);
    }
  },
  SHEAR_Y(true) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Affine.shearY(level * 0.3 / STRONGEST).apply(image);
    }
  },
  TRANSLATE_X(true) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Affine.translateX(whole(level, image.width() / 3.0)).apply(image);
    }
  },
  TRANSLATE_Y(true) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Affine.translateY(whole(level, image.width() / 3.0)).apply(image);
    }
  },
  COLOR(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Enhance.color(image, factor(level));
    }
  },
  CONTRAST(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Enhance.contrast(image, factor(level));
    }
  },
  BRIGHTNESS(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Enhance.brightness(image, factor(level));
    }
  },
  SHARPNESS(false) {
    @Override
    RgbImage apply(RgbImage image, double level) {
      return Enhance.sharpness(image, factor(level));
    }
  };

  /** Those that the papers use. */
  static final List<Distortion> STANDARD =
      List.of(
          AUTOCONTRAST,
          EQUALIZE,
          POSTERIZE,
          ROTATE,
          SOLARIZE,
          SHEAR_X,
          SHEAR_Y,
          TRANSLATE_X,
          TRANSLATE_Y);

  private static final double STRONGEST = 10;
  private static final double WEAKEST = 0.1;

  private final boolean signed;

  Distortion(boolean signed) {
    this.signed = signed;
  }

  /** Distorts by a level of up to {@code severity}, half of the time in the other direction. */
  RgbImage draw(RgbImage image, double severity, RandomGenerator random) {
    double level = WEAKEST + (severity - WEAKEST) * random.nextDouble();
    return apply(image, signed && random.nextBoolean() ? -level : level);
  }

  /**
   * Distorts.
   *
   * @param level 0 to 10; the directed ones take negative levels too
   */
  abstract RgbImage apply(RgbImage image, double level);

  private static int whole(double level, double strongest) {
    return (int) (level * strongest / STRONGEST);
  }

  private static double factor(double level) {
    return level * 1.8 / STRONGEST + 0.1;
  }
}
