package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.caption.MappingConfig;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Random initial weights of a mapping network, with the spreads that PyTorch gives its layers. */
public final class MappingInit {

  private MappingInit() {}

  /**
   * Draws a network.
   *
   * @param manager owns its tensors
   */
  public static MappingNetwork draw(MappingConfig config, long seed, NDManager manager) {
    Random random = new Random(seed);
    Map<String, Shape> shapes = config.shapes();
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[(int) shape.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = value(name, shapes, random);
          }
          tensors.put(name, Nn.fromHost(manager, values, shape));
        });
    return config.network(new Weights(tensors));
  }

  private static float value(String name, Map<String, Shape> shapes, Random random) {
    if (name.endsWith("prefix_const")) {
      return (float) random.nextGaussian();
    }
    if (name.contains(".norm")) {
      return name.endsWith("weight") ? 1 : 0;
    }
    Shape weight = shapes.get(name.replaceAll("bias$", "weight"));
    long inputs = Objects.requireNonNull(weight).get(1);
    return (float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs));
  }
}
