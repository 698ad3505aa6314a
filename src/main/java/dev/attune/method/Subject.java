package dev.attune.method;

import ai.djl.ndarray.NDManager;

/** What a task lends to a method. Only what is asked for is computed. */
public sealed interface Subject permits Choosing, Captioning {

  /** Parent of what an adapter keeps. */
  NDManager manager();

  /** The answer of the model as it is. */
  Answer answer(Query query);
}
