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
   * @param group captions of equal meaning share it
   * @param named group of the captions that only name the one thing the picture shows; below 0 when
   *     it shows several
   */
  record Pair(RgbImage image, String caption, long group, long named) {

    /** Whether another pair's caption is as right for this picture as its own. */
    boolean accepts(Pair other) {
      return group == other.group || named == other.group;
    }
  }
}
