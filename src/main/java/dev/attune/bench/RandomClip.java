package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.ClipConfig;
import dev.attune.model.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** CLIPs and texts of a given shape whose content does not matter, only that it stays finite. */
final class RandomClip {
  /** How many tokens stand between a prompt's context and its end: class name and full stop. */
  private static final int LEAST_WORDS = 2;

  private static final int MOST_WORDS = 5;

  private RandomClip() {}

  /** Drawn by the engine, so that no copy lies in the Java heap. */
  static Clip draw(ClipConfig config, NDManager manager) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    config.shapes().forEach((name, shape) -> tensors.put(name, tensor(name, shape, manager)));
    return new Clip(config, new Weights(tensors));
  }

  private static NDArray tensor(String name, Shape shape, NDManager manager) {
    if (name.equals("logit_scale")) {
      return manager.full(shape, (float) Math.log(100));
    }
    if (shape.dimension() < 2 && !name.endsWith("embedding")) {
      boolean zero = name.endsWith("bias") || name.endsWith("mean");
      return manager.full(shape, zero ? 0f : 1f);
    }
    long fanIn = name.endsWith("embedding") ? 1 : shape.size() / shape.get(0);
    float spread = (float) (1 / Math.sqrt(fanIn));
    return manager.randomNormal(0, spread, shape, DataType.FLOAT32);
  }

  /** Normalised features (N, E) of nothing in particular. */
  static NDArray features(ClipConfig config, int count, NDManager manager) {
    return Nn.normalize(manager.randomNormal(new Shape(count, config.embedDim())));
  }

  /**
   * Class prompts that share their start and {@code context} tokens.
   *
   * @return N rows of ids
   */
  static long[][] prompts(ClipConfig config, int classes, int context) {
    Random random = new Random(0);
    int end = config.vocabSize() - 1;
    long[][] prompts = new long[classes][];
    for (int n = 0; n < classes; n++) {
      int words = LEAST_WORDS + random.nextInt(MOST_WORDS - LEAST_WORDS + 1);
      long[] ids = new long[1 + context + words + 1];
      ids[0] = end - 1;
      for (int i = 1; i < ids.length - 1; i++) {
        ids[i] = i <= context ? i : 1 + random.nextInt(end - 2);
      }
      ids[ids.length - 1] = end;
      prompts[n] = ids;
    }
    return prompts;
  }
}
