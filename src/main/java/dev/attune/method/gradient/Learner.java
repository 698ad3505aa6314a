package dev.attune.method.gradient;

import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.model.Parameter;
import java.util.List;

/** Something that is tuned, and what is minimised on each query. */
interface Learner {

  /** What adapting moves. */
  List<Parameter> state();

  /** The answer of the tensors as they are now. */
  Answer answer(Query query);

  /** Begins on a query, with the tensors as they are now. */
  Episode begin(Query query);

  /** One query's steps. */
  interface Episode {

    /** The answer before any step. */
    Answer before();

    /** What the optimiser moves. */
    List<Parameter> trainable();

    /** Whether what a step computes may go with it: all that outlives one is chosen. */
    boolean chosen();

    /** The loss of a step, with gradients recorded. */
    Descent.Loss loss();

    /** The answer of the tensors as they are now. */
    Answer answer();

    /** Puts into the state what was tuned in copies. */
    void settle();

    /** The views that were chosen, most confident first. */
    List<Integer> viewsKept();
  }
}
