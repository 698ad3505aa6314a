package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import dev.attune.model.KeyValueCache;
import java.util.List;
import java.util.stream.Stream;

/** Running sequences that keep keys and values: a step computes one token of each. */
public final class CachedSequences implements RunningSequences {
  private final CausalLm lm;
  private final CausalLm.PrefixState prefix;
  private final List<KeyValueCache> caches;
  private int length;

  /**
   * @param prefix (1, P, W) embeddings, run once for all sequences
   */
  public CachedSequences(CausalLm lm, NDArray prefix) {
    this.lm = lm;
    this.prefix = lm.prefix(prefix);
    caches = Stream.generate(KeyValueCache::new).limit(lm.config().layers()).toList();
  }

  @Override
  public NDArray advance(int[] parents, long[] tokens) {
    caches.forEach(c -> c.reorder(parents));
    return lm.next(prefix, tokens, length++, caches);
  }

  @Override
  public void close() {
    caches.forEach(KeyValueCache::close);
  }
}
