package dev.attune.task.training;

import dev.attune.task.Chain;
import dev.attune.task.Results;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.train.PieceTraining;
import java.io.IOException;
import java.util.Optional;

/** A training as a run: its samples are pieces of work, each of which needs those before it. */
abstract class PieceRun implements TaskRun, Chain {

  /** Runs the piece that comes next. */
  abstract TrainingResult piece(int index) throws IOException;

  @Override
  public final void run(int from, int to, Results results) {
    TaskRun.each(from, to, results, this::run);
  }

  private TrainingResult run(int index) {
    if (index != next()) {
      throw new IllegalStateException(
          "piece %d was asked for where piece %d comes next".formatted(index, next()));
    }
    try {
      return piece(index);
    } catch (TaskException e) {
      throw e;
    } catch (RuntimeException e) {
      // nothing can go on from a piece that failed, so it ends the training
      throw new TaskException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new TaskException("a file of the training cannot be read or written", e);
    }
  }

  /** What a piece gave that began at a time of the system's clock. */
  static TrainingResult result(int index, PieceTraining.Piece piece, long start) {
    return new TrainingResult(
        index, piece.step(), piece.validation(), piece.loss(), piece.recall(), millisSince(start));
  }

  static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public final int first() {
    return 0;
  }

  @Override
  public final void restart(int first) {
    restart();
  }

  /** Forgets everything: the first piece comes next. */
  abstract void restart();

  @Override
  public final Optional<Chain> chain() {
    return Optional.of(this);
  }
}
