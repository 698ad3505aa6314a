package dev.attune.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.Fixtures;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Views;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Classes whose features are given, and pictures that come as features of their views. */
public record GivenSubject(
    NDManager manager,
    NDArray candidates,
    float scale,
    int length,
    List<Judge> judges,
    @Nullable Tuned tuned)
    implements Choosing {

  public static GivenSubject of(NDManager manager, float[][] texts, float scale, int length) {
    return new GivenSubject(manager, manager.create(texts), scale, length, List.of(), null);
  }

  /** The same with a judge that sees features of its own. */
  public GivenSubject with(float[][] judgeTexts) {
    NDArray texts = manager.create(judgeTexts);
    Judge judge = new Judge(UnaryOperator.identity(), texts, scale, 1);
    return new GivenSubject(manager, candidates, scale, length, List.of(judge), tuned);
  }

  /** The same with something that is tuned, whatever is asked for. */
  public GivenSubject tuned(Tuned what) {
    return new GivenSubject(manager, candidates, scale, length, judges, what);
  }

  /** A picture of some views. */
  public Query query(float[][] views) {
    return query(views, views);
  }

  /** The same, with what a judge makes of the views. */
  public Query query(float[][] views, float[][] judged) {
    return new Given(manager.create(views), manager.create(judged));
  }

  /** Rows {@code from} to {@code from + count - 1} of a tensor's last axis. */
  public static float[][] rows(Fixtures.Tensor tensor, int from, int count) {
    int width = (int) tensor.shape()[tensor.shape().length - 1];
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(tensor.floats(), (from + i) * width, (from + i + 1) * width);
    }
    return rows;
  }

  /** All rows of a matrix. */
  public static float[][] rows(Fixtures.Tensor tensor) {
    return rows(tensor, 0, (int) tensor.shape()[0]);
  }

  @Override
  public OptionalInt queries() {
    return OptionalInt.of(length);
  }

  @Override
  public Answer answer(Query query) {
    NDArray plain = query.features(Views.PLAIN).get(0).reshape(new Shape(1, -1));
    return Answer.Scores.logits(plain.matMul(candidates.transpose()).mul(scale).toFloatArray());
  }

  @Override
  public Tuned tune(Tuning what) {
    return Objects.requireNonNull(tuned);
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return judges;
  }

  private record Given(NDArray features, NDArray judged) implements Query {
    @Override
    public NDArray rows(Views views) {
      throw new UnsupportedOperationException("its features are all that is needed");
    }

    @Override
    public NDArray rows(int judge, Views views) {
      return judged;
    }

    @Override
    public NDArray features(Views views) {
      return features;
    }
  }
}
