package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Scopes;
import java.util.Arrays;

/**
 * Running sequences that are computed anew at every step, prefix and all: the plain way, to check
 * and to measure {@link CachedSequences} against.
 */
public final class RecomputedSequences implements RunningSequences {
  private final CausalLm lm;
  private final NDArray prefix;
  private long[][] sequences = {{}};

  /**
   * @param prefix (1, P, W) embeddings
   */
  public RecomputedSequences(CausalLm lm, NDArray prefix) {
    this.lm = lm;
    this.prefix = prefix;
  }

  @Override
  public NDArray advance(int[] parents, long[] tokens) {
    long[][] grown = new long[tokens.length][];
    for (int b = 0; b < tokens.length; b++) {
      long[] parent = sequences[parents[b]];
      grown[b] = Arrays.copyOf(parent, parent.length + 1);
      grown[b][parent.length] = tokens[b];
    }
    sequences = grown;
    long[] ids = Arrays.stream(grown).flatMapToLong(Arrays::stream).toArray();
    Shape shape = new Shape(grown.length, grown[0].length);
    return Scopes.keep(
        () -> {
          NDArray own = lm.embed(prefix.getManager(), ids, shape);
          NDArray all = prefix.tile(new long[] {grown.length, 1, 1}).concat(own, 1);
          int length = (int) all.getShape().get(1);
          NDArray hidden = lm.hidden(all, TokenMask.full(grown.length, length));
          return lm.logits(hidden.get(new NDIndex(":, {}", length - 1)));
        });
  }

  @Override
  public void close() {}
}
