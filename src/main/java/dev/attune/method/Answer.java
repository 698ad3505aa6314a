package dev.attune.method;

/** An answer to a query. */
public sealed interface Answer {

  /**
   * Scores of all candidates.
   *
   * @param kind what the numbers are
   * @param values one a candidate
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Scores(Kind kind, float[] values) implements Answer {

    /** What scores are, which decides what confidence is. */
    public enum Kind {
      /** Before a softmax. */
      LOGITS,
      /** At least 0; over their sum they are probabilities. */
      PROBABILITIES,
      /** Votes of so many views. */
      VOTES
    }

    /** Logits. */
    public static Scores logits(float[] values) {
      return new Scores(Kind.LOGITS, values);
    }
  }

  /** A sentence. */
  record Caption(String text) implements Answer {}

  /** The scores, where it has any. */
  default float[] scores() {
    if (this instanceof Scores s) {
      return s.values();
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
