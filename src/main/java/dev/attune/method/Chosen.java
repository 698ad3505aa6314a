package dev.attune.method;

import dev.attune.method.options.RewardSpec;

/**
 * A method with every value decided.
 *
 * @param <O> the method's options
 */
public record Chosen<O extends Record>(Method<O> method, O options) {

  /** What it does. */
  public Traits traits() {
    return method.traits(options);
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
