package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import dev.attune.model.Nn;
import java.util.List;

/**
 * A text that is asked about.
 *
 * @param readers its ids by the tokeniser of each who reads it, the adapted encoder first
 * @param scope owns what is computed
 */
public record TextQuery(List<long[]> readers, Encoder encoder, NDManager scope) implements Query {

  @Override
  public NDArray rows(Views views) {
    return ids(0);
  }

  @Override
  public NDArray rows(int judge, Views views) {
    return ids(1 + judge);
  }

  @Override
  public NDArray features(Views views) {
    return encoder.textFeatures(scope, new long[][] {readers.get(0)});
  }

  private NDArray ids(int reader) {
    long[] ids = readers.get(reader);
    return Nn.fromHost(scope, ids, new Shape(1, ids.length));
  }
}
