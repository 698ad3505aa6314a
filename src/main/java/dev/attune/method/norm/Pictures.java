package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Listener;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Trace;
import dev.attune.method.options.Views;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plain pictures of a batch.
 *
 * @param rows (B, 3, R, R)
 * @param before what the model as it is says of each
 */
record Pictures(NDArray rows, List<Answer> before) {

  /** Call while the model is as it was loaded. */
  static Pictures of(List<? extends Query> batch, Choosing classes, Listener listener) {
    List<Answer> before = batch.stream().map(classes::answer).toList();
    before.forEach(listener::onStart);
    NDList rows = new NDList();
    batch.forEach(q -> rows.add(q.rows(Views.PLAIN).get(new NDIndex("0:1"))));
    return new Pictures(NDArrays.concat(rows), before);
  }

  /**
   * One trace a picture.
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
