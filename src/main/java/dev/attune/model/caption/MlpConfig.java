package dev.attune.model.caption;

import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping network of one hidden layer, half as wide as its output. */
public record MlpConfig(int prefixLength, int width, int embedDim) implements MappingConfig {

  static MlpConfig infer(TensorSource source, int width) {
    long embedDim = MappingConfig.matrix(source, "model.0.weight").get(1);
    long out = MappingConfig.matrix(source, "model.2.weight").get(0);
    if (out % width != 0) {
      throw new WeightsException(
          source.origin(),
          "%d outputs are no prefix for a language model of width %d".formatted(out, width));
    }
    return new MlpConfig((int) (out / width), width, (int) embedDim);
  }

  @Override
  public Map<String, Shape> shapes() {
    long out = (long) prefixLength * width;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(PREFIX + "model.0.weight", new Shape(out / 2, embedDim));
    shapes.put(PREFIX + "model.0.bias", new Shape(out / 2));
    shapes.put(PREFIX + "model.2.weight", new Shape(out, out / 2));
    shapes.put(PREFIX + "model.2.bias", new Shape(out));
    return shapes;
  }

  @Override
  public MappingNetwork network(Weights weights) {
    return new MappingMlp(this, weights);
  }
}
