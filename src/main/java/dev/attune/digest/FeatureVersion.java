package dev.attune.digest;

/** The version of the way from a picture, a text and a model's files to features. */
public final class FeatureVersion {
  /**
   * Raised where decoding, preprocessing, tokenising or a network changes and the same files give
   * other numbers. What was kept of an earlier version is not used then, and its runs can be told
   * from today's.
   */
  public static final int NOW = 2;

  private FeatureVersion() {}
}
