package dev.attune.method.options;

import org.jspecify.annotations.Nullable;

/**
 * Values that are merged and not yet bound. A record of options, or a group of them, may have a
 * {@code public static void settle(Settling)} that derives what follows from what was given.
 */
public interface Settling {

  /** Whether one value was given by someone who comes after the giver of the other. */
  boolean after(String leaf, String other);

  /** A value as JSON has it: a number, a text, a truth value; null where there is none. */
  @Nullable Object get(String leaf);

  /** Replaces a value, in the name of whoever gave the other. */
  void set(String leaf, Object value, String because);
}
