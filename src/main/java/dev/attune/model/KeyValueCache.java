package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values that one block computed for the tokens of running sequences, so that the next
 * token computes only its own (ALGORITHMS 6.6). It outlives the scopes around its use and is closed
 * by its owner. Letters: B sequences, H heads, T tokens so far, d head width.
 */
public final class KeyValueCache implements AutoCloseable {
  private @Nullable NDArray keys;
  private @Nullable NDArray values;

  /** Adds one token: both (B, H, 1, d). */
  void append(NDArray key, NDArray value) {
    keys = replace(keys, keys == null ? key : keys.concat(key, 2));
    values = replace(values, values == null ? value : values.concat(value, 2));
  }

  /**
   * Continues other sequences than before; they may become more or fewer.
   *
   * @param parents for each new sequence the row of the one it continues
   */
  public void reorder(int[] parents) {
    if (keys == null || values == null || isIdentity(parents, keys.getShape().get(0))) {
      return;
    }
    long[] rows = IntStream.of(parents).asLongStream().toArray();
    try (NDArray index = Nn.fromHost(keys.getManager(), rows, new Shape(rows.length))) {
      NDIndex parent = new NDIndex("{}", index);
      keys = replace(keys, keys.get(parent));
      values = replace(values, values.get(parent));
    }
  }

  private static boolean isIdentity(int[] parents, long rows) {
    return parents.length == rows
        && IntStream.range(0, parents.length).allMatch(i -> parents[i] == i);
  }

  private static NDArray replace(@Nullable NDArray old, NDArray grown) {
    NDScope.unregister(grown);
    if (old != null) {
      old.close();
    }
    return grown;
  }

  /** (B, H, T, d); there must have been a token. */
  NDArray keys() {
    return Objects.requireNonNull(keys);
  }

  /** (B, H, T, d); there must have been a token. */
  NDArray values() {
    return Objects.requireNonNull(values);
  }

  @Override
  public void close() {
    if (keys != null && values != null) {
      keys.close();
      values.close();
    }
  }
}
