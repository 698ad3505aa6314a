package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import dev.attune.model.Nn;
import java.util.List;
import java.util.function.Function;

/**
 * A text that is asked about.
 *
 * @param readers its ids by the tokeniser of each who reads it, the adapted encoder first
 * @param reader gives the adapted encoder's features of ids, normalised, in the scope
 * @param scope owns what is computed
 */
public record TextQuery(List<long[]> readers, Function<long[][], NDArray> reader, NDManager scope)
    implements Query {

  /** Of an encoder's own tower. */
  public static TextQuery of(List<long[]> readers, Encoder encoder, NDManager scope) {
    return new TextQuery(readers, ids -> encoder.textFeatures(scope, ids), scope);
  }

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
    return reader.apply(new long[][] {readers.get(0)});
  }

  private NDArray ids(int reader) {
    long[] ids = readers.get(reader);
    return Nn.fromHost(scope, ids, new Shape(1, ids.length));
  }
}
