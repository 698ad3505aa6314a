package dev.attune.task;

import org.jspecify.annotations.Nullable;

/**
 * What one piece of a training gave.
 *
 * @param index of the piece, from 0
 * @param step optimiser steps done
 * @param validation whether the loss is of the captions that are kept back
 * @param loss in nats; null for a piece that has none, such as a batch of embeddings
 * @param recall of a whole validation, 0 to 1; null where there is none
 * @param millis time of the piece
 */
public record TrainingResult(
    int index,
    int step,
    boolean validation,
    @Nullable Double loss,
    @Nullable Double recall,
    double millis)
    implements RunResult {

  /** Of a piece without recall. */
  public TrainingResult(
      int index, int step, boolean validation, @Nullable Double loss, double millis) {
    this(index, step, validation, loss, null, millis);
  }

  @Override
  public void into(Results results) {
    results.piece(this);
  }
}
