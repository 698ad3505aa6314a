package dev.attune.method;

/**
 * What a method does with given options.
 *
 * @param tunes what its gradient steps move
 * @param adapts whether it does anything at all: what does not is the baseline itself
 * @param judging whether it needs a judge
 * @param lasting whether it learns from query to query, which then must come in order
 * @param batch how many queries it takes together
 */
public record Traits(Tunes tunes, boolean adapts, Judging judging, boolean lasting, Batch batch) {

  /** What gradient steps move. */
  public enum Tunes {
    /** Nothing: a forward pass is all it takes. */
    NOTHING,
    /** Context vectors of the prompts. */
    PROMPT,
    /** The class texts' features. */
    CLASS_TEXTS,
    IMAGE_TOWER,
    /** What is outside the image tower. */
    TEXT_SIDE,
    /** What brings a picture's embedding to a language model. */
    MAPPING_NETWORK
  }

  /** Whether a judge is needed. */
  public enum Judging {
    NONE,
    REQUIRED
  }

  /**
   * Queries that are adapted to together.
   *
   * @param most at most; samples are not cut in two, so one with more queries stands alone
   * @param least below that many, as at a run's end, nothing is adapted
   */
  public record Batch(int most, int least) {
    public static final Batch SINGLE = new Batch(1, 1);

    public Batch {
      if (least < 1 || most < least) {
        throw new IllegalArgumentException("a batch of %d to %d".formatted(least, most));
      }
    }
  }

  /** The model as it is. */
  public static final Traits UNADAPTED =
      new Traits(Tunes.NOTHING, false, Judging.NONE, false, Batch.SINGLE);

  /** Adapts each query for itself, without a gradient. */
  public static final Traits FORWARD =
      new Traits(Tunes.NOTHING, true, Judging.NONE, false, Batch.SINGLE);

  /** Adapts each query for itself by gradient steps. */
  public static Traits gradient(Tunes tunes) {
    return new Traits(tunes, true, Judging.NONE, false, Batch.SINGLE);
  }

  /** The same with a judge. */
  public Traits judged() {
    return new Traits(tunes, adapts, Judging.REQUIRED, lasting, batch);
  }

  /** The same, learning from query to query or not. */
  public Traits lasting(boolean lasts) {
    return new Traits(tunes, adapts, judging, lasts, batch);
  }

  /** The same, with its scores corrected by those of earlier queries. */
  Traits remembering() {
    return new Traits(tunes, true, judging, true, batch);
  }

  /** The same on several queries together. */
  public Traits together(Batch size) {
    return new Traits(tunes, adapts, judging, lasting, size);
  }

  /** Whether the order of the samples makes a difference: it decides what is together, too. */
  public boolean orderCounts() {
    return lasting || batch.most() > 1;
  }

  /** Whether it takes no gradient. */
  public boolean forwardOnly() {
    return tunes == Tunes.NOTHING;
  }
}
