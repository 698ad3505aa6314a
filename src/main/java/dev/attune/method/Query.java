package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.Views;

/**
 * One thing that is asked: a picture, or a text. What is computed of it is computed once, when it
 * is asked for, and lives as long as the query.
 */
public interface Query {

  /**
   * What the adapted encoder takes.
   *
   * @param views how a picture's views are made; a text has one
   * @return (B, 3, R, R), preprocessed, the plain view first; or (1, L), ids of a text
   */
  NDArray rows(Views views);

  /**
   * What one of the judges takes: the same views, or the ids of its own tokeniser.
   *
   * @param judge its number among the subject's judges
   * @return B rows
   */
  NDArray rows(int judge, Views views);

  /**
   * Features by the encoder as it was before anything was adapted.
   *
   * @return (B, E), normalised
   */
  NDArray features(Views views);
}
