package dev.attune.bench;

import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.VisionConfig;

/**
 * Floating point operations of an image tower's forward pass: its matrix products and convolutions,
 * two operations a multiply-add, as they are computed. A ViT's last block answers for the class
 * token only, so this is less than the textbook's count.
 */
public final class FlopCount {

  private FlopCount() {}

  /** Operations for one picture. */
  public static double image(ClipConfig config) {
    if (config.vision() instanceof VisionConfig.Vit vit) {
      return vit(vit, config.resolution(), config.embedDim());
    }
    return resNet((VisionConfig.ResNet) config.vision(), config.resolution(), config.embedDim());
  }

  private static double vit(VisionConfig.Vit c, int resolution, int embedDim) {
    double patches = Math.pow((double) resolution / c.patch(), 2);
    double n = patches + 1;
    double w = c.width();
    double embed = 2 * patches * 3 * c.patch() * c.patch() * w;
    double block = 24 * n * w * w + 4 * n * n * w;
    // keys and values of all tokens; the rest of one
    double last = 4 * n * w * w + 20 * w * w + 4 * n * w;
    return embed + (c.layers() - 1) * block + last + 2 * w * embedDim;
  }

  private static double resNet(VisionConfig.ResNet c, int resolution, int embedDim) {
    double half = c.width() / 2.0;
    double side = resolution / 2.0;
    double sum =
        conv(3, half, 3, side) + conv(half, half, 3, side) + conv(half, c.width(), 3, side);
    side /= 2;
    double in = c.width();
    for (int stage = 0; stage < c.blocks().size(); stage++) {
      double planes = c.width() << stage;
      for (int i = 0; i < c.blocks().get(stage); i++) {
        sum += conv(in, planes, 1, side) + conv(planes, planes, 3, side);
        side /= stage > 0 && i == 0 ? 2 : 1;
        sum += conv(planes, 4 * planes, 1, side);
        sum += i == 0 ? conv(in, 4 * planes, 1, side) : 0;
        in = 4 * planes;
      }
    }
    double n = side * side + 1;
    return sum + 4 * n * in * in + 2 * in * in + 4 * n * in + 2 * in * embedDim;
  }

  /** A convolution with a square kernel over a square output. */
  private static double conv(double in, double out, int kernel, double side) {
    return 2 * in * out * kernel * kernel * side * side;
  }
}
