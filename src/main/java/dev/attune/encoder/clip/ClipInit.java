package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Random initial weights, with the spreads of the CLIP paper (Radford et al. 2021, section 2.4).
 */
public final class ClipInit {
  private static final double INITIAL_TEMPERATURE = 0.07;

  private ClipInit() {}

  /**
   * Draws all tensors of a model.
   *
   * @param manager owns them
   */
  public static Weights draw(ClipConfig config, long seed, NDManager manager) {
    Random random = new Random(seed);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    config
        .shapes()
        .forEach((name, shape) -> tensors.put(name, tensor(name, shape, config, random, manager)));
    return new Weights(tensors);
  }

  private static NDArray tensor(
      String name, Shape shape, ClipConfig config, Random random, NDManager manager) {
    if (name.equals(ClipParameters.SCALE)) {
      return constant(manager, shape, (float) Math.log(1 / INITIAL_TEMPERATURE));
    }
    boolean norm = name.contains("ln_") || name.matches(".*(bn\\d|downsample\\.1)\\..*");
    if (norm) {
      boolean one = name.endsWith(".weight") || name.endsWith(".running_var");
      return constant(manager, shape, one ? 1 : 0);
    }
    if (name.endsWith("bias")) {
      return constant(manager, shape, 0);
    }
    return Nn.normal(manager, shape, spread(name, shape, config), random);
  }

  /** Standard deviation of a weight. */
  private static double spread(String name, Shape shape, ClipConfig config) {
    if (name.equals(ClipParameters.TABLE)) {
      return 0.02;
    }
    if (name.equals("positional_embedding")) {
      return 0.01;
    }
    long fanIn = shape.size() / shape.get(0);
    if (name.contains("conv") || name.contains("downsample")) {
      // small, since a normalisation follows: the first steps then turn the filters farther
      return Math.sqrt(1.0 / (3 * fanIn));
    }
    if (name.endsWith("proj") || name.endsWith("projection") || name.endsWith("embedding")) {
      return Math.pow(
          shape.get(shape.dimension() == 2 && name.endsWith("embedding") ? 1 : 0), -0.5);
    }
    double depth = ClipParameters.isImage(name) ? 1 : config.textLayers();
    boolean residual = name.endsWith("out_proj.weight") || name.endsWith("c_proj.weight");
    double spread = Math.pow(fanIn, -0.5);
    return residual ? spread * Math.pow(2 * depth, -0.5) : spread;
  }

  private static NDArray constant(NDManager manager, Shape shape, float value) {
    return manager.full(shape, value);
  }
}
