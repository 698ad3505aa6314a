package dev.attune.method;

/** An answer to a query. */
public sealed interface Answer {

  /**
   * Scores of all candidates.
   *
   * @param kind what the numbers are
   * @param values one a candidate
   * @param order what candidates are ranked by: the values, unless equal ones are told apart by
   *     more
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Scores(Kind kind, float[] values, float[] order) implements Answer {

    /** What scores are, which decides what confidence is. */
    public enum Kind {
      /** Before a softmax. */
      LOGITS,
      /** At least 0; over their sum they are probabilities. */
      PROBABILITIES,
      /** Votes of views; over their sum they are shares. */
      VOTES
    }

    /** Logits. */
    public static Scores logits(float[] values) {
      return new Scores(Kind.LOGITS, values, values);
    }

    /** Numbers of at least 0, which need not sum to 1. */
    public static Scores probabilities(float[] values) {
      return new Scores(Kind.PROBABILITIES, values, values);
    }

    /**
     * Votes.
     *
     * @param order ranks the candidates, those with equally many votes too
     */
    public static Scores votes(float[] values, float[] order) {
      return new Scores(Kind.VOTES, values, order);
    }
  }

  /** A sentence. */
  record Caption(String text) implements Answer {}

  /** The scores, where it has any. */
  default float[] scores() {
    return scored().values();
  }

  /** The same with what they are. */
  default Scores scored() {
    if (this instanceof Scores s) {
      return s;
    }
    throw new IllegalStateException("a caption has no scores");
  }

  /** The sentence, where it is one. */
  default String caption() {
    if (this instanceof Caption c) {
      return c.text();
    }
    throw new IllegalStateException("scores are no caption");
  }
}
