package dev.attune.method;

import dev.attune.method.options.Checked;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Rules;
import java.util.Optional;
import java.util.Set;

/**
 * A way to adapt: one class that says everything about itself. A public class with a public
 * constructor without arguments; {@code @AutoService(Method.class)}, or a line in {@code
 * META-INF/services/dev.attune.method.Method}, makes it known.
 *
 * @param <O> its options: a record whose components carry their words ({@code @Schema} with title
 *     and description), their limits (Jakarta Validation) and their choices (enums). Groups that
 *     several methods share are records of their own; with {@code @JsonUnwrapped} their values
 *     stand among the others in JSON, without it they are an object. A group that may be absent is
 *     nullable, and its constructor without arguments gives its defaults. A group that implements
 *     {@link Checked} is asked for its rules.
 */
public interface Method<O extends Record> {

  /** The name in the API, such as {@code rlcf-prompt}. */
  String id();

  /** One sentence, for people. */
  String description();

  /** What it can be asked. */
  Set<Question> answers();

  /** What it is asked with these options; some of its {@linkplain #answers() questions}. */
  default Set<Question> answers(O options) {
    return answers();
  }

  /** The values that nobody gave: its paper's. */
  O defaults();

  /** What it does with these options. */
  Traits traits(O options);

  /** The judges that it needs with these options; {@link RewardSpec#NONE} where it needs none. */
  default RewardSpec reward(O options) {
    return RewardSpec.NONE;
  }

  /**
   * Checks what its values must fulfil together; each alone has been checked by its annotations.
   *
   * @param facts what is known of the run
   */
  default void check(O options, Facts facts, Rules rules) {}

  /**
   * Why the model of a run cannot be adapted so, as {@code ttl needs a vision transformer}; empty
   * where it can, or where that cannot be told.
   */
  default Optional<String> refusal(O options, Facts facts) {
    return Optional.empty();
  }

  /**
   * Prepares it for the queries of one run. Call on the engine's thread, as everything of the
   * adapter.
   *
   * @param subject what is adapted; it answers one of the {@linkplain #answers() questions}
   */
  Adapter open(Subject subject, O options);

  /** The type of its options. */
  @SuppressWarnings("unchecked") // the class of an O
  default Class<O> options() {
    return (Class<O>) defaults().getClass();
  }
}
