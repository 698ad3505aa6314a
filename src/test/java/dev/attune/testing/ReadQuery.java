package dev.attune.testing;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Encoder;
import dev.attune.method.Query;
import dev.attune.method.options.Views;

/** A query whose rows are given, and that an encoder reads as it is when it is asked to. */
public record ReadQuery(NDArray rows, Encoder encoder) implements Query {
  @Override
  public NDArray rows(Views views) {
    return rows;
  }

  @Override
  public NDArray rows(int judge, Views views) {
    return rows;
  }

  @Override
  public NDArray features(Views views) {
    return encoder.imageFeatures(rows);
  }
}
