package dev.attune.method.views;

import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import java.util.Set;

/**
 * A method without a gradient that tells the class of a picture.
 *
 * @param <O> its options
 */
public abstract class Forward<O extends Record> implements Method<O> {

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public Traits traits(O options) {
    return Traits.FORWARD;
  }
}
