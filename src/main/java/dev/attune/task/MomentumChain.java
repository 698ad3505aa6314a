package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.gradient.Momentum;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The momentum of what a run tunes.
 *
 * @param queries how many adaptations stand before a sample, by its index and by the samples'
 *     number
 */
record MomentumChain(Momentum momentum, NDManager manager, IntUnaryOperator queries)
    implements Chain {

  @Override
  public int next() {
    int index = 0;
    while (queries.applyAsInt(index) < momentum.seen()) {
      index++;
    }
    return index;
  }

  /**
   * Runs the sample that comes next. One that fails is passed over, and the next one's turn comes.
   *
   * @throws IllegalStateException when it is not this one's turn
   */
  SampleResult inOrder(int index, Supplier<SampleResult> sample) {
    if (next() != index) {
      throw new IllegalStateException(
          "sample %d was asked for where sample %d comes next".formatted(index, next()));
    }
    try {
      return sample.get();
    } finally {
      while (momentum.seen() < queries.applyAsInt(index + 1)) {
        momentum.skip();
      }
    }
  }

  @Override
  public void restart() {
    momentum.restart();
  }

  @Override
  public void save(Path file) throws IOException {
    momentum.save(manager, file);
  }

  @Override
  public void load(Path file) {
    try {
      momentum.load(manager, file);
    } catch (WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }
}
