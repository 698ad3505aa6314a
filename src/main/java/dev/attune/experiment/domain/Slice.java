package dev.attune.experiment.domain;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a longer list, of which nobody has counted the rest.
 *
 * @param previous key of the first row, when there are rows before it; null otherwise
 * @param next key of the last row, when there are rows after it; null otherwise
 */
public record Slice<T>(List<T> items, @Nullable String previous, @Nullable String next) {

  public Slice {
    items = List.copyOf(items);
  }

  /**
   * Cuts a part out of what was found from a position on.
   *
   * @param found at most {@code size + 1} rows in the list's order; the one too many shows that
   *     there are more: it is the last one, or the first one before a row
   * @param key of a row
   */
  public static <T> Slice<T> of(
      List<T> found, Position position, int size, Function<? super T, String> key) {
    boolean more = found.size() > size;
    boolean backwards = position.before() != null;
    List<T> items = !more ? found : backwards ? found.subList(1, size + 1) : found.subList(0, size);
    if (items.isEmpty()) {
      return new Slice<>(items, null, null);
    }
    return new Slice<>(
        items,
        position.after() != null || (backwards && more) ? key.apply(items.get(0)) : null,
        backwards || more ? key.apply(items.get(items.size() - 1)) : null);
  }

  /** The same part with its items converted, all at once. */
  public <R> Slice<R> map(Function<List<T>, List<R>> convert) {
    return new Slice<>(convert.apply(items), previous, next);
  }
}
