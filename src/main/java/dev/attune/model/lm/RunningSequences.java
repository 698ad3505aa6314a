package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;

/** Sequences after one prefix that grow token by token. */
public interface RunningSequences extends AutoCloseable {

  /**
   * Adds a token to each sequence; at first there is one, and it is empty.
   *
   * @param parents B rows of the last call that the new sequences continue
   * @param tokens B ids
   * @return (B, V) logits of the token after those
   */
  NDArray advance(int[] parents, long[] tokens);

  @Override
  void close();
}
