package dev.attune.experiment;

/**
 * What a method draws its K candidates from.
 *
 * @param what for messages, such as {@code classes of icons}
 */
public record Candidates(int count, String what) {
  /** Captions, which a search makes up. */
  public static final Candidates UNLIMITED = new Candidates(Integer.MAX_VALUE, "captions");
}
