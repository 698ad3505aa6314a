package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Random prompts and maps, from which a training starts. */
public final class DglInit {
  /** Of prompts, CLIP's spread of word vectors. */
  private static final double PROMPT = 0.02;

  private DglInit() {}

  /**
   * Draws all tensors.
   *
   * @param manager owns them
   */
  public static Weights draw(DglConfig config, long seed, NDManager manager) {
    Random random = new Random(seed);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    config
        .shapes()
        .forEach((name, shape) -> tensors.put(name, tensor(name, shape, random, manager)));
    return new Weights(tensors);
  }

  private static NDArray tensor(String name, Shape shape, Random random, NDManager manager) {
    if (name.equals(DglNames.GLOBALS)
        || name.equals(DglNames.TABLE)
        || name.equals(DglNames.PROMPTS)) {
      return Nn.normal(manager, shape, PROMPT, random);
    }
    if (shape.dimension() == 1) {
      return manager.full(shape, name.contains("ln_") && name.endsWith("weight") ? 1f : 0f);
    }
    return Nn.normal(manager, shape, Math.pow(shape.get(1), -0.5), random);
  }
}
