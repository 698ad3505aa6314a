package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.weights.TensorInfo;
import dev.attune.model.weights.TensorSource;
import dev.attune.model.weights.WeightsException;
import java.util.Map;

/** Context vectors that CoOp learned (Zhou et al. 2022, arXiv 2109.01134). */
final class ContextVectors {
  private static final String NAME = "ctx";
  private static final DataType FLOAT = DataType.FLOAT32;

  private ContextVectors() {}

  /**
   * Reads the vectors that all classes share, under the name {@code ctx} or {@code ....ctx}.
   *
   * @param width W, the text tower's
   * @param manager owns the result
   * @return (n_ctx, W)
   * @throws WeightsException when the file holds none of this width
   */
  static NDArray read(TensorSource source, int width, NDManager manager) {
    Map.Entry<String, TensorInfo> found =
        source.tensors().entrySet().stream()
            .filter(e -> e.getKey().equals(NAME) || e.getKey().endsWith("." + NAME))
            .findFirst()
            .orElseThrow(
                () -> new WeightsException(source.origin(), "holds no context vectors (ctx)"));
    Shape shape = found.getValue().shape();
    if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != width) {
      throw new WeightsException(
          source.origin(),
          "has context vectors of shape %s; the model wants (n, %d), shared by all classes"
              .formatted(shape, width));
    }
    try (NDArray stored =
        manager.create(source.read(found.getKey()), shape, found.getValue().type())) {
      return stored.getDataType() == FLOAT ? stored.duplicate() : stored.toType(FLOAT, false);
    }
  }
}
