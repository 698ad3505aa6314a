package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors whose content does not matter, only that what is computed with them stays finite. Drawn
 * by the engine, so that no copy lies in the Java heap.
 */
final class RandomWeights {

  private RandomWeights() {}

  /**
   * Draws tensors.
   *
   * @param shapes by the tensors' names
   * @param manager owns them
   */
  static Weights draw(Map<String, Shape> shapes, NDManager manager) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> tensors.put(name, tensor(name, shape, manager)));
    return new Weights(tensors);
  }

  private static NDArray tensor(String name, Shape shape, NDManager manager) {
    if (shape.dimension() < 2 && !name.endsWith("embedding")) {
      boolean zero = name.endsWith("bias") || name.endsWith("mean");
      return manager.full(shape, zero ? 0f : 1f);
    }
    long fanIn = name.endsWith("embedding") ? 1 : shape.size() / shape.get(0);
    float spread = (float) (1 / Math.sqrt(fanIn));
    return manager.randomNormal(0, spread, shape, DataType.FLOAT32);
  }
}
