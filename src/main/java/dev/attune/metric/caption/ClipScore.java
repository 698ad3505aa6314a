package dev.attune.metric.caption;

/**
 * CLIPScore and RefCLIPScore (Hessel et al., 2021) from cosines that a CLIP model gave; texts are
 * embedded after {@link #TEXT_PREFIX}. A cosine that is not a number scores 0: a model that
 * diverged gains nothing.
 */
public final class ClipScore {
  /** What stands before a caption, candidate or reference, when it is embedded for this score. */
  public static final String TEXT_PREFIX = "A photo depicts ";

  private static final double WEIGHT = 2.5;

  private ClipScore() {}

  /**
   * How well a caption fits its image: {@code max(2.5 cos, 0)}.
   *
   * @param cosine of the caption and the image
   */
  public static double score(double cosine) {
    return WEIGHT * positive(cosine);
  }

  /**
   * The harmonic mean of {@link #score} and the best similarity with a reference.
   *
   * @param cosine of the caption and the image
   * @param referenceCosine the highest of the caption and a reference
   */
  public static double refScore(double cosine, double referenceCosine) {
    double image = score(cosine);
    double reference = positive(referenceCosine);
    return image == 0 || reference == 0 ? 0 : 2 * image * reference / (image + reference);
  }

  private static double positive(double cosine) {
    return cosine > 0 ? cosine : 0;
  }
}
