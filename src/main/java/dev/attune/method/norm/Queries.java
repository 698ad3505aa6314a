package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.options.Views;
import dev.attune.model.Nn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plain pictures of a batch, or its texts. Letters: B queries, N candidates, D width.
 *
 * @param rows (B, 3, R, R); of texts (B, L), ids, with zeros behind the shorter ones
 * @param before what the model as it is says of each
 */
record Queries(NDArray rows, List<Answer> before) {

  /** Call while the model is as it was loaded. */
  static Queries of(List<? extends Query> batch, Choosing classes, Listener listener) {
    List<Answer> before = batch.stream().map(classes::answer).toList();
    before.forEach(listener::onStart);
    NDList rows = new NDList();
    batch.forEach(q -> rows.add(q.rows(Views.PLAIN).get(new NDIndex("0:1"))));
    boolean texts = rows.head().getShape().dimension() == 2;
    return new Queries(texts ? padded(rows) : NDArrays.concat(rows), before);
  }

  private static NDArray padded(NDList texts) {
    int length = (int) texts.stream().mapToLong(NDArray::size).max().orElseThrow();
    long[] ids = new long[texts.size() * length];
    for (int b = 0; b < texts.size(); b++) {
      long[] own = texts.get(b).toLongArray();
      System.arraycopy(own, 0, ids, b * length, own.length);
    }
    return Nn.fromHost(texts.head().getManager(), ids, new Shape(texts.size(), length));
  }

  /** Of candidates (N, D) the nearest to each query (B, D): (B, D), without a gradient. */
  static NDArray nearest(NDArray queries, NDArray candidates) {
    NDArray cosines = queries.stopGradient().matMul(candidates.transpose());
    int width = (int) cosines.getShape().get(1);
    float[] values = cosines.toFloatArray();
    long[] best =
        IntStream.range(0, values.length / width)
            .mapToLong(b -> Softmax.topK(values, b * width, width, 1)[0])
            .toArray();
    NDArray index = Nn.fromHost(queries.getManager(), best, new Shape(best.length));
    return candidates.get(new NDIndex("{}", index));
  }

  /**
   * One trace a query.
   *
   * @param logits (B, N), row-major
   */
  List<Trace> traces(float[] logits, List<Step> steps) {
    int width = logits.length / before.size();
    return IntStream.range(0, before.size())
        .mapToObj(
            b ->
                new Trace(
                    before.get(b),
                    Answer.Scores.logits(Arrays.copyOfRange(logits, b * width, (b + 1) * width)),
                    List.of(),
                    steps))
        .toList();
  }
}
