package dev.attune.model.caption;

import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transformer as mapping network.
 *
 * @param clipLength tokens that CLIP's embedding is made into
 */
public record MappingTransformerConfig(
    int prefixLength, int clipLength, int layers, int width, int embedDim)
    implements MappingConfig {
  static final int HEADS = 8;

  public MappingTransformerConfig {
    if (width % HEADS != 0) {
      throw new IllegalArgumentException(
          "a mapping transformer has %d heads, which do not divide a width of %d"
              .formatted(HEADS, width));
    }
  }

  static MappingTransformerConfig infer(TensorSource source) {
    Shape constants = MappingConfig.matrix(source, "prefix_const");
    Shape linear = MappingConfig.matrix(source, "linear.weight");
    long width = constants.get(1);
    if (linear.get(0) % width != 0 || width % HEADS != 0) {
      throw new WeightsException(
          source.origin(),
          "is not a mapping transformer: linear.weight has shape %s, prefix_const %s"
              .formatted(linear, constants));
    }
    int layers = 0;
    while (source.tensors().containsKey(block(layers) + ".norm1.weight")) {
      layers++;
    }
    return new MappingTransformerConfig(
        (int) constants.get(0),
        (int) (linear.get(0) / width),
        layers,
        (int) width,
        (int) linear.get(1));
  }

  /** The name of a block. */
  static String block(int layer) {
    return PREFIX + "transformer.layers." + layer;
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(PREFIX + "prefix_const", new Shape(prefixLength, width));
    for (int i = 0; i < layers; i++) {
      MappingBlock.shapes(shapes, block(i), width);
    }
    shapes.put(PREFIX + "linear.weight", new Shape((long) clipLength * width, embedDim));
    shapes.put(PREFIX + "linear.bias", new Shape((long) clipLength * width));
    return shapes;
  }

  @Override
  public MappingNetwork network(Weights weights) {
    return new MappingTransformer(this, weights);
  }
}
