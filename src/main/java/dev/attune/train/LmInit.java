package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmConfig;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Random initial weights of a small OPT. */
public final class LmInit {
  private static final double EMBEDDING_SPREAD = 0.02;

  private LmInit() {}

  /**
   * Draws a model: matrices by their inputs, those that end a residual branch smaller the more
   * branches there are, so that the sum keeps its size.
   *
   * @param manager owns its tensors
   */
  public static CausalLm draw(LmConfig config, long seed, NDManager manager) {
    Random random = new Random(seed);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    CausalLm.shapes(config)
        .forEach((name, shape) -> tensors.put(name, tensor(name, shape, config, random, manager)));
    return CausalLm.of(config, new Weights(tensors));
  }

  private static NDArray tensor(
      String name, Shape shape, LmConfig config, Random random, NDManager manager) {
    if (shape.dimension() == 1) {
      return manager.full(shape, name.endsWith("norm.weight") ? 1f : 0f);
    }
    if (name.contains("embed_")) {
      return Nn.normal(manager, shape, EMBEDDING_SPREAD, random);
    }
    boolean residual = name.endsWith("out_proj.weight") || name.endsWith("fc2.weight");
    double spread = Math.pow(shape.get(1), -0.5);
    return Nn.normal(
        manager, shape, residual ? spread / Math.sqrt(2 * config.layers()) : spread, random);
  }
}
