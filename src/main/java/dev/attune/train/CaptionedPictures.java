package dev.attune.train;

import dev.attune.vision.RgbImage;

/** An endless, repeatable stream of pictures with a caption each. Thread-safe. */
@FunctionalInterface
public interface CaptionedPictures {

  /** The same index always gives the same pair. */
  Pair pair(long index);

  /**
   * One training example.
   *
   * @param group pairs of the same group fit each other's pictures: in the loss their captions
   *     count as equally right
   */
  record Pair(RgbImage image, String caption, long group) {}
}
