package dev.attune.model.caption;

import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.util.Map;

/** The shape of a mapping network. */
public sealed interface MappingConfig permits MlpConfig, MappingTransformerConfig {
  /** What the names of its tensors begin with in the papers' checkpoints. */
  String PREFIX = "clip_project.";

  /** P, the prefix's length in tokens. */
  int prefixLength();

  /** W, the width of the language model. */
  int width();

  /** E, the size of CLIP's embedding. */
  int embedDim();

  /** Every tensor by its name. */
  Map<String, Shape> shapes();

  /** Builds the network over its weights. */
  MappingNetwork network(Weights weights);

  /**
   * Reads the sizes off the tensors' shapes.
   *
   * @param width W, which an MLP's shapes do not tell
   * @throws WeightsException when the tensors are not those of a mapping network
   */
  static MappingConfig infer(TensorSource source, int width) {
    return source.tensors().containsKey(PREFIX + "prefix_const")
        ? MappingTransformerConfig.infer(source)
        : MlpConfig.infer(source, width);
  }

  /** The shape of a matrix that every mapping network of a kind has. */
  static Shape matrix(TensorSource source, String name) {
    TensorInfo info = source.tensors().get(PREFIX + name);
    if (info == null) {
      throw new WeightsException(
          source.origin(), "is not a mapping network: it misses " + PREFIX + name);
    }
    if (info.shape().dimension() != 2) {
      throw new WeightsException(
          source.origin(), "%s%s has shape %s".formatted(PREFIX, name, info.shape()));
    }
    return info.shape();
  }
}
