package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.BicubicResize;
import dev.attune.model.Nn;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;

/** Brings pictures that were preprocessed for one encoder into the shape that another wants. */
final class Refit {
  private Refit() {}

  /**
   * @param images (B, 3, R, R), preprocessed as {@code from} says
   * @return (B, 3, R', R'); what the first one's framing cut off is not there
   */
  static NDArray apply(NDArray images, Preprocess from, Preprocess to) {
    NDArray x =
        from.normalisation().equals(to.normalisation())
            ? images
            : renormalise(images, from.normalisation(), to.normalisation());
    return from.resolution() == to.resolution() ? x : BicubicResize.apply(x, to.resolution());
  }

  private static NDArray renormalise(NDArray images, Normalisation from, Normalisation to) {
    float[] factor = new float[3];
    float[] shift = new float[3];
    for (int c = 0; c < 3; c++) {
      factor[c] = from.deviation(c) / to.deviation(c);
      shift[c] = (from.mean(c) - to.mean(c)) / to.deviation(c);
    }
    Shape channels = new Shape(1, 3, 1, 1);
    return images
        .mul(Nn.fromHost(images.getManager(), factor, channels))
        .add(Nn.fromHost(images.getManager(), shift, channels));
  }
}
