package dev.attune.task;

import dev.attune.method.StreamState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * What a method learns across the samples of a run.
 *
 * @param queries of a sample
 */
record StreamChain(StreamState state, IntUnaryOperator queries) implements Chain {

  @Override
  public int next() {
    int index = 0;
    for (int before = 0; before < state.seen(); before += queries.applyAsInt(index++)) {
      // goes on to the first sample whose queries were not seen
    }
    return index;
  }

  private int before(int sample) {
    int sum = 0;
    for (int i = 0; i < sample; i++) {
      sum += queries.applyAsInt(i);
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
  public void restart() {
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
