package dev.attune.task;

import dev.attune.method.StreamState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/** What a method learns across the samples of one order of a run. */
final class StreamChain implements Chain {
  private final StreamState state;
  private final IntUnaryOperator queries;
  private int first;

  /**
   * @param queries of the sample at a place
   */
  StreamChain(StreamState state, IntUnaryOperator queries) {
    this.state = state;
    this.queries = queries;
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public int next() {
    int place = first;
    for (int before = 0; before < state.seen(); before += queries.applyAsInt(place++)) {
      // goes on to the first sample whose queries were not seen
    }
    return place;
  }

  private int before(int place) {
    int sum = 0;
    for (int p = first; p < place; p++) {
      sum += queries.applyAsInt(p);
    }
    return sum;
  }

  /**
   * Runs the samples that come next. What fails of them is passed over, and the next one's turn
   * comes.
   *
   * @throws IllegalStateException when it is not their turn
   */
  void inOrder(int from, int to, Runnable samples) {
    if (next() != from) {
      throw new IllegalStateException(
          "sample %d was asked for where sample %d comes next".formatted(from, next()));
    }
    try {
      samples.run();
    } finally {
      int after = before(to);
      while (state.seen() < after) {
        state.skip();
      }
    }
  }

  @Override
  public void restart(int begin) {
    first = begin;
    state.restart();
  }

  @Override
  public void save(Path file) throws IOException {
    state.save(file);
  }

  @Override
  public void load(Path file) throws IOException {
    try {
      state.load(file);
    } catch (RuntimeException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }
}
