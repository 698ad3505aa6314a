package dev.attune.testing;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Query;
import dev.attune.method.options.Views;

/** A query whose rows are given; every judge takes the same. */
public record GivenQuery(NDArray rows) implements Query {

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
    throw new UnsupportedOperationException("nothing but the rows is given");
  }
}
