package dev.attune.task;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.options.Views;
import java.util.function.Supplier;

/**
 * A query to which the model as it is has an answer from features that are kept.
 *
 * @param answer computes it
 */
public record AnsweredQuery(Query query, Supplier<? extends Answer> answer) implements Query {

  @Override
  public NDArray rows(Views views) {
    return query.rows(views);
  }

  @Override
  public NDArray rows(int judge, Views views) {
    return query.rows(judge, views);
  }

  @Override
  public NDArray features(Views views) {
    return query.features(views);
  }
}
