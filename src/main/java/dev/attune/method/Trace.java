package dev.attune.method;

import java.util.List;

/**
 * What adapting to one query gave.
 *
 * @param before the model's own answer
 * @param after the answer after the last step
 * @param viewsKept the views that were chosen, most confident first
 * @param steps one entry an optimiser step
 */
public record Trace(Answer before, Answer after, List<Integer> viewsKept, List<Step> steps) {
  public Trace {
    viewsKept = List.copyOf(viewsKept);
    steps = List.copyOf(steps);
  }

  /** Of a query that was not adapted to. */
  public static Trace unadapted(Answer answer) {
    return new Trace(answer, answer, List.of(), List.of());
  }
}
