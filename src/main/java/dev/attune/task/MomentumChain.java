package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.adapt.Momentum;
import dev.attune.model.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;

/** The momentum of a run's image tower. */
record MomentumChain(Momentum momentum, NDManager manager) implements Chain {

  @Override
  public int next() {
    return momentum.seen();
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
