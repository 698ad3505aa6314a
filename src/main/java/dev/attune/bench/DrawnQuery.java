package dev.attune.bench;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.method.Query;
import dev.attune.method.options.Views;

/** A query of random numbers, which all encoders read. */
record DrawnQuery(NDArray rows, Clip clip) implements Query, AutoCloseable {

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
    return clip.imageFeatures(rows);
  }

  @Override
  public void close() {
    rows.close();
  }
}
