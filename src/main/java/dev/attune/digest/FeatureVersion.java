package dev.attune.digest;

/** The version of the way from a picture, a text and a model's files to features. */
public final class FeatureVersion {
  /**
   * Raised where features or frames change, so that what was kept of an earlier version is not used
   * and its runs can be told from today's.
   */
  public static final int NOW = 2;

  private FeatureVersion() {}
}
