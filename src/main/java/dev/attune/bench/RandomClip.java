package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.model.Nn;
import java.util.Random;

/** CLIPs and texts of a given shape whose content does not matter, only that it stays finite. */
final class RandomClip {
  /** How many tokens stand between a prompt's context and its end: class name and full stop. */
  private static final int LEAST_WORDS = 2;

  private static final int MOST_WORDS = 5;

  private RandomClip() {}

  static Clip draw(ClipConfig config, NDManager manager) {
    return new Clip(config, RandomWeights.draw(config.shapes(), manager));
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
    return texts(config, classes, context, LEAST_WORDS, MOST_WORDS);
  }

  /**
   * Texts that share their start and {@code context} tokens, with {@code least} to {@code most}
   * tokens of their own before the end token.
   *
   * @return N rows of ids
   */
  static long[][] texts(ClipConfig config, int count, int context, int least, int most) {
    Random random = new Random(0);
    int end = config.vocabSize() - 1;
    long[][] texts = new long[count][];
    for (int n = 0; n < count; n++) {
      int words = least + random.nextInt(most - least + 1);
      long[] ids = new long[1 + context + words + 1];
      ids[0] = end - 1;
      for (int i = 1; i < ids.length - 1; i++) {
        ids[i] = i <= context ? i : 1 + random.nextInt(end - 2);
      }
      ids[ids.length - 1] = end;
      texts[n] = ids;
    }
    return texts;
  }
}
