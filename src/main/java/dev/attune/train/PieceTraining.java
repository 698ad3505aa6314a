package dev.attune.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A training under way, in small pieces of work: a step, or a batch of the validation that follows
 * every epoch. A checkpoint decides all that follows, to the last digit.
 */
public abstract class PieceTraining implements AutoCloseable {
  private static final int SAVE_EVERY = 500;

  private final NDManager manager;
  private final int epochs;
  private final int batch;
  private final int stepsPerEpoch;
  private final int piecesPerEpoch;
  private int next;

  /**
   * @param manager parent of the optimiser's memory
   * @param batch examples a step
   * @param validationBatches pieces of an epoch's validation
   */
  PieceTraining(
      NDManager manager, int epochs, int batch, int stepsPerEpoch, int validationBatches) {
    this.manager = manager;
    this.epochs = epochs;
    this.batch = batch;
    this.stepsPerEpoch = stepsPerEpoch;
    piecesPerEpoch = stepsPerEpoch + validationBatches;
  }

  /**
   * What a piece gave.
   *
   * @param step steps done
   * @param validation whether it is a part of the validation after this step
   * @param loss of the step, or of the validation; null while parts of that are missing
   * @param recall of the validation, 0 to 1; null where there is none
   */
  public record Piece(
      int step, boolean validation, @Nullable Double loss, @Nullable Double recall) {}

  /** What a whole validation gave. */
  record Measured(double loss, @Nullable Double recall) {}

  /** Moves what learns by one step, and gives the loss before it. */
  abstract double step(int step);

  /** Runs a batch of the validation; null but after the last. */
  abstract @Nullable Measured validate(int part);

  abstract Checkpoint checkpoint(Path file);

  NDManager manager() {
    return manager;
  }

  /** The piece that comes next, from 0. */
  public int next() {
    return next;
  }

  public boolean isOver() {
    return next == epochs * piecesPerEpoch;
  }

  /** Whether the next piece is a part of a validation. */
  boolean validates() {
    return next % piecesPerEpoch >= stepsPerEpoch;
  }

  /** Steps of the whole training. */
  int steps() {
    return epochs * stepsPerEpoch;
  }

  /** Steps done. */
  int done() {
    return next / piecesPerEpoch * stepsPerEpoch + Math.min(next % piecesPerEpoch, stepsPerEpoch);
  }

  /**
   * Runs the next piece.
   *
   * @throws IllegalStateException when a loss is not finite
   */
  public Piece run() {
    int part = next % piecesPerEpoch - stepsPerEpoch;
    Measured measured = part < 0 ? new Measured(step(done()), null) : validate(part);
    next++;
    return measured == null
        ? new Piece(done(), true, null, null)
        : new Piece(done(), part >= 0, measured.loss(), measured.recall());
  }

  /** A step's loss, before anything moves by it. */
  static double finite(int step, double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss of step %d is not finite".formatted(step));
    }
    return loss;
  }

  /**
   * Trains to the end, from the checkpoint when there is one.
   *
   * @param file the checkpoint, replaced every epoch and every few hundred steps
   * @throws IllegalStateException when a loss is not finite; the checkpoint stays as it was
   */
  public void train(Path file, EpochLog log) throws IOException {
    if (Files.exists(file)) {
      load(file);
      passValidation(); // it was heard before the file was written
    }
    int from = done();
    long started = System.nanoTime();
    while (!isOver()) {
      Piece piece = run();
      Double loss = piece.loss();
      if (loss != null && piece.validation()) {
        log.validated(piece.step() / stepsPerEpoch, loss, piece.recall());
      } else if (loss != null) {
        log.progress(progress(loss, from, System.nanoTime() - started));
      }
      // last, so that a training that dies repeats what was heard and leaves nothing unheard
      if (!validates() && (piece.validation() || piece.step() % SAVE_EVERY == 0)) {
        save(file);
      }
    }
  }

  private EpochLog.Progress progress(double loss, int from, long nanos) {
    double perStep = nanos / 1e9 / (done() - from);
    Duration left = Duration.ofMillis(Math.round(1000 * perStep * (steps() - done())));
    return new EpochLog.Progress(done(), steps(), loss, batch / perStep, left);
  }

  /** Writes weights, moments and the number of steps; the file is replaced as a whole. */
  public void save(Path file) throws IOException {
    checkpoint(file).save(done(), manager);
  }

  /**
   * Goes on from a file. A validation that was under way begins anew.
   *
   * @throws dev.attune.weights.WeightsException when it is of another model
   */
  public void load(Path file) {
    int done = checkpoint(file).resume(manager);
    next =
        done == 0
            ? 0
            : (done - 1) / stepsPerEpoch * piecesPerEpoch + (done - 1) % stepsPerEpoch + 1;
  }

  /** Leaves out the validation that comes next, if one does: it is known. */
  private void passValidation() {
    if (validates()) {
      next += piecesPerEpoch - stepsPerEpoch;
    }
  }

  @Override
  public abstract void close();
}
