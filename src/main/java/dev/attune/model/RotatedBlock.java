package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A plain block's weights with queries and keys turned by their places. Letters: B sequences, L
 * tokens, W width.
 *
 * @param block of the weights
 */
public record RotatedBlock(TransformerBlock block) {

  /** The whole block: (B, L, W) -> (B, L, W). */
  public NDArray forward(NDArray x, Rotation rotation) {
    return block.finish(
        x,
        () -> {
          NDList qkv = block.split(block.project(x, 0, 3), 3);
          NDArray keys = rotation.turn(qkv.get(1)).swapAxes(2, 3);
          return rotation.turn(qkv.get(0)).matMul(keys).softmax(-1).matMul(qkv.get(2));
        });
  }
}
