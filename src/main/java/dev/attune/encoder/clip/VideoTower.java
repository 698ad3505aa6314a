package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.GlobalLocalBlock;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import java.util.List;

/**
 * CLIP's vision transformer over videos, with global prompts and prompts of frames (Yang et al.
 * 2024, arXiv 2401.10588; ALGORITHMS 5). Letters: B videos, T frames, R resolution, G global
 * prompts, F prompts of a frame, P prompted layers, W width, E embedding.
 */
public final class VideoTower {
  private final VisionTransformer tower;

  VideoTower(VisionTransformer tower) {
    this.tower = tower;
  }

  /**
   * Encodes videos; the gradient reaches the prompts, and the tower where it wants one.
   *
   * @param videos (B, T, 3, R, R), frames preprocessed like pictures
   * @param globals (G, W), which enter the first layer and flow through all
   * @param prompts (P, T, F, W), or (P, 1, F, W) for the same in all frames; P at least the layers
   * @param frames whether the frames' class tokens are wanted beside the global prompts
   * @return (B, G, E), or (B, G + T, E): the global prompts, then each frame's class token
   */
  public NDArray encode(NDArray videos, NDArray globals, NDArray prompts, boolean frames) {
    Shape s = videos.getShape();
    long b = s.get(0);
    long t = s.get(1);
    return Scopes.keep(
        () -> {
          NDArray x = tower.tokens(videos.reshape(b * t, 3, s.get(3), s.get(4)));
          // adding to zeros lets the result belong to the videos' manager, not the prompts'
          NDArray g =
              videos
                  .getManager()
                  .zeros(new Shape(b, globals.getShape().get(0), globals.getShape().get(1)))
                  .add(globals);
          List<TransformerBlock> blocks = tower.blocks();
          for (int i = 0; i < blocks.size() - 1; i++) {
            NDList next = forward(i, g, x, prompts, x.getShape().get(1));
            g.close();
            x.close();
            g = next.get(0);
            x = next.get(1);
          }
          NDList last = forward(blocks.size() - 1, g, x, prompts, frames ? 1 : 0);
          if (frames) {
            NDArray classes = last.get(1).reshape(b, t, -1);
            return tower.project(NDArrays.concat(new NDList(last.get(0), classes), 1));
          }
          return tower.project(last.get(0));
        });
  }

  /**
   * What CLIP's class token is before each block, of a picture that is grey all over: (layers, W).
   */
  public NDArray classStates(NDManager manager, int resolution) {
    return Scopes.keep(
        () -> {
          NDArray x = tower.tokens(manager.zeros(new Shape(1, 3, resolution, resolution)));
          NDList states = new NDList();
          for (TransformerBlock block : tower.blocks()) {
            states.add(x.get(new NDIndex(":, 0")));
            x = block.forward(x, null);
          }
          return NDArrays.concat(states, 0);
        });
  }

  private NDList forward(int layer, NDArray globals, NDArray x, NDArray prompts, long wanted) {
    return new GlobalLocalBlock(tower.blocks().get(layer))
        .forward(globals, x, prompts.get(layer), wanted);
  }

  /** How many frames go through together within the processor's caches, at least 1. */
  public int batch() {
    return tower.batch();
  }
}
