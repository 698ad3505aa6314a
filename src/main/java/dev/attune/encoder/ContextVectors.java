package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Context vectors that CoOp learned (Zhou et al. 2022, arXiv 2109.01134). */
public final class ContextVectors {
  private static final String NAME = "ctx";

  /** The embeddings around them belong to the data set that they were learned on. */
  private static final Set<String> IGNORED = Set.of("token_prefix", "token_suffix");

  private ContextVectors() {}

  /**
   * Reads a CoOp checkpoint, or any file of weights with a tensor {@code ctx}.
   *
   * @throws WeightsException as {@link #read(TensorSource, int, NDManager)}
   */
  public static NDArray read(Path file, int textWidth, NDManager manager) {
    try (TensorSource source = WeightFiles.open(file)) {
      return read(source, textWidth, manager);
    }
  }

  /**
   * Checks that there are context vectors.
   *
   * @throws WeightsException when there are none
   */
  public static void check(TensorSource source) {
    if (!source.tensors().containsKey(NAME)) {
      throw new WeightsException(source.origin(), "has no context vectors (state_dict.ctx)");
    }
  }

  /**
   * Reads the vectors that all classes share.
   *
   * @param manager owns the result
   * @param textWidth W, the width of the model's text tower
   * @return (n_ctx, W), fp32
   * @throws WeightsException when there are none, one set a class, or of another width
   */
  public static NDArray read(TensorSource source, int textWidth, NDManager manager) {
    check(source);
    Shape shape = Objects.requireNonNull(source.tensors().get(NAME)).shape();
    if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != textWidth) {
      throw new WeightsException(
          source.origin(),
          "its context vectors have shape %s, not (n, %d)".formatted(shape, textWidth));
    }
    return Weights.load(source, Map.of(NAME, shape), IGNORED, manager).get(NAME);
  }
}
