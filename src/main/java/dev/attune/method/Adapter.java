package dev.attune.method;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A method that is ready for queries. Not thread-safe; everything happens on one thread. */
@FunctionalInterface
public interface Adapter extends AutoCloseable {

  /**
   * Adapts to queries, answers them, and puts everything back but what {@link #state} keeps.
   *
   * @param batch as many as the method takes together, see {@link Traits.Batch}
   * @return one trace a query, in their order
   * @throws java.util.concurrent.CancellationException when the listener wants no more; nothing was
   *     learned then
   */
  List<Trace> adapt(List<? extends Query> batch, Listener listener);

  /** What was learned from earlier queries; empty when each is an episode of its own. */
  default Optional<StreamState> state() {
    return Optional.empty();
  }

  @Override
  default void close() {}

  /** An adapter that takes queries one by one. */
  static Adapter ofEach(BiFunction<? super Query, ? super Listener, Trace> single) {
    return (batch, listener) -> batch.stream().map(q -> single.apply(q, listener)).toList();
  }
}
