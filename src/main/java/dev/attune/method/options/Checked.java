package dev.attune.method.options;

/** A group of options with rules between its values. */
public interface Checked {

  /**
   * Checks them.
   *
   * @param rules takes names of values as they stand in the group
   */
  void check(Rules rules);
}
