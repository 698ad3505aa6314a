package dev.attune.method;

import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.RewardSpec;
import java.util.Set;

/**
 * A method with every value decided.
 *
 * @param <O> the method's options
 */
public record Chosen<O extends Record>(Method<O> method, O options) {

  /** What it does, and what is done to its scores. */
  public Traits traits() {
    Traits own = method.traits(options);
    return HubnessSpec.of(options).isPresent() ? own.remembering() : own;
  }

  /** What it is asked. */
  public Set<Question> answers() {
    return method.answers(options);
  }

  /** The judges that it needs. */
  public RewardSpec reward() {
    return method.reward(options);
  }

  /** See {@link Method#open}. */
  public Adapter open(Subject subject) {
    return method.open(subject, options);
  }
}
