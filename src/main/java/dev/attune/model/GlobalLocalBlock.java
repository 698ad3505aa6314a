package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * A plain block's weights under DGL's global-local attention (Yang et al. 2024, arXiv 2401.10588;
 * ALGORITHMS 5). The tokens of a frame attend to the video's global prompts and to their own frame,
 * its prompts among them; the global prompts attend to themselves and to all frames. What a layer
 * makes of a frame's prompts the next one overwrites, so they are only attended to. Letters: B
 * videos, T frames, G global prompts, F prompts of a frame, L its other tokens, W width, H heads, d
 * = W/H.
 *
 * @param block of the weights
 */
public record GlobalLocalBlock(TransformerBlock block) {

  /**
   * The whole block.
   *
   * @param globals (B, G, W)
   * @param frames (B T, L, W), video by video
   * @param prompts (T, F, W), or (1, F, W) where all frames have the same
   * @param wanted of how many tokens of a frame the output is wanted, counted from the first
   * @return (B, G, W) and, unless none is wanted, (B T, wanted, W)
   */
  public NDList forward(NDArray globals, NDArray frames, NDArray prompts, long wanted) {
    return Scopes.keepAll(
        () -> {
          NDList ofGlobals = block.split(block.project(globals, 0, 3), 3); // (B, H, G, d) each
          NDList ofPrompts = block.split(block.project(prompts, 1, 3), 2); // (T, H, F, d) each
          NDList own = own(frames, wanted); // keys and values (B T, H, L, d), then the query
          Shape each = own.get(0).getShape();
          NDArray keys = join(ofGlobals.get(1), ofPrompts.get(0), own.get(0), each);
          NDArray values = join(ofGlobals.get(2), ofPrompts.get(1), own.get(1), each);
          NDArray first = wanted == 0 ? null : frames.get(new NDIndex(":, :{}", wanted));
          NDList out = new NDList();
          out.add(block.finish(globals, () -> global(ofGlobals, keys, values)));
          if (first != null) {
            NDArray query = own.get(2);
            out.add(
                block.finish(
                    first, () -> query.matMul(keys.swapAxes(2, 3)).softmax(-1).matMul(values)));
          }
          return out;
        });
  }

  private NDList own(NDArray frames, long wanted) {
    if (wanted == frames.getShape().get(1)) {
      NDList all = block.split(block.project(frames, 0, 3), 3);
      return new NDList(all.get(1), all.get(2), all.get(0));
    }
    NDList own = block.split(block.project(frames, 1, 3), 2);
    if (wanted > 0) {
      NDArray first = frames.get(new NDIndex(":, :{}", wanted));
      own.add(block.split(block.project(first, 0, 1), 1).get(0));
    }
    return own;
  }

  /**
   * What a frame's tokens attend to: (B, H, G, d), (T, H, F, d) and (B T, H, L, d) -> (B T, H, G +
   * F + L, d).
   *
   * @param each shape of the last
   */
  private static NDArray join(NDArray globals, NDArray prompts, NDArray own, Shape each) {
    long b = globals.getShape().get(0);
    long t = each.get(0) / b;
    long f = prompts.getShape().get(2);
    NDArray shared =
        prompts
            .expandDims(0)
            .broadcast(b, t, each.get(1), f, each.get(3))
            .reshape(b * t, each.get(1), f, each.get(3));
    return NDArrays.concat(new NDList(perFrame(globals, t), shared, own), 2);
  }

  /** (B, H, G, d) -> (B T, H, G, d). */
  private static NDArray perFrame(NDArray globals, long t) {
    Shape s = globals.getShape();
    return globals
        .expandDims(1)
        .broadcast(s.get(0), t, s.get(1), s.get(2), s.get(3))
        .reshape(s.get(0) * t, s.get(1), s.get(2), s.get(3));
  }

  /** The global prompts' attention: query, keys and values (B, H, G, d) -> (B, H, G, d). */
  private static NDArray global(NDList own, NDArray allKeys, NDArray allValues) {
    Shape s = own.get(0).getShape();
    long b = s.get(0);
    long h = s.get(1);
    long g = s.get(2);
    NDIndex frames = new NDIndex(":, :, {}:", g);
    NDArray keys = allKeys.get(frames); // (B T, H, C, d)
    long t = keys.getShape().get(0) / b;
    long c = keys.getShape().get(2);
    NDArray onFrames =
        perFrame(own.get(0), t)
            .matMul(keys.swapAxes(2, 3))
            .reshape(b, t, h, g, c)
            .transpose(0, 2, 3, 1, 4)
            .reshape(b, h, g, t * c);
    NDArray onGlobals = own.get(0).matMul(own.get(1).swapAxes(2, 3));
    NDArray weights = NDArrays.concat(new NDList(onGlobals, onFrames), -1).softmax(-1);
    NDArray fromFrames =
        weights
            .get(new NDIndex("..., {}:", g))
            .reshape(b, h, g, t, c)
            .transpose(0, 3, 1, 2, 4)
            .reshape(b * t, h, g, c)
            .matMul(allValues.get(frames))
            .reshape(b, t, h, g, s.get(3))
            .sum(new int[] {1});
    return weights.get(new NDIndex("..., :{}", g)).matMul(own.get(2)).add(fromFrames);
  }
}
