package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Step;
import dev.attune.method.Subject;
import java.util.List;

/** One question whose models are loaded. */
public interface OpenQuestion extends AutoCloseable {

  /** See {@link TaskRun#prepare}. */
  default boolean prepare() {
    return true;
  }

  /** Sentences on what was done to the query. */
  default List<String> notes() {
    return List.of();
  }

  Subject subject();

  /**
   * The query.
   *
   * @param scope lives as long as it
   */
  Query query(NDManager scope);

  /** An answer in words. */
  Episode.Answer named(Answer answer);

  /** A step in words. */
  NamedStep named(Step step);

  @Override
  default void close() {}
}
