package dev.attune.task.training;

import dev.attune.task.TaskException;
import dev.attune.task.TrainingResult;
import dev.attune.train.DglOptions;
import dev.attune.train.DglTraining;
import dev.attune.train.PieceTraining;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A training of DGL as a run: its samples are the steps and the batches of each epoch's validation.
 * The last one installs the prompts.
 */
final class DglTrainingRun extends PieceRun {
  private final TrainingSpec<DglOptions> spec;
  private final OpenDgl open;
  private DglTraining training;

  /** Loads the CLIP. */
  DglTrainingRun(TrainingSpec<DglOptions> spec) {
    this.spec = spec;
    open = OpenDgl.of(spec);
    training = open.start();
  }

  @Override
  TrainingResult piece(int index) throws IOException {
    long start = System.nanoTime();
    if (index == 0) {
      spec.shop().checkFree(spec.options().prompts());
    }
    PieceTraining.Piece piece = training.run();
    if (training.isOver()) {
      spec.shop()
          .install(
              spec.options().prompts(),
              folder -> open.write(folder, open.description(training.recall())));
    }
    return result(index, piece, start);
  }

  @Override
  public int next() {
    return training.next();
  }

  @Override
  void restart() {
    training.close();
    training = open.start();
  }

  @Override
  public void save(Path file) throws IOException {
    training.save(file);
  }

  @Override
  public void load(Path file) {
    try {
      training.load(file);
    } catch (WeightsException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    training.close();
    open.close();
  }
}
