package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** What all ways to generate do first. */
final class Prompts {

  private Prompts() {}

  /** Runs the prompt's tokens: (1, V) logits of the token after them. */
  static NDArray feed(RunningSequences running, List<Long> prompt) {
    int[] same = {0};
    NDArray logits = running.advance(same, new long[] {prompt.get(0)});
    for (long token : prompt.subList(1, prompt.size())) {
      logits.close();
      logits = running.advance(same, new long[] {token});
    }
    return logits;
  }
}
