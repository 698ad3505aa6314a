package dev.attune.dataset;

import dev.attune.vision.RgbImage;

/** Pictures in a fixed order, whatever is asked of them. May be read from any thread. */
public interface PictureDataset {

  String name();

  int size();

  /** The stable name of a sample within its set, for people; known without loading it. */
  String id(int index);

  /** What is right of a sample, in words; known without loading it. */
  String truth(int index);

  /**
   * Loads one picture. The same index always gives the same bytes.
   *
   * @throws IndexOutOfBoundsException outside {@code 0..size()-1}
   * @throws dev.attune.vision.decode.PictureException when this one sample cannot be read; others
   *     may
   */
  RgbImage picture(int index);

  /** A hash of everything that decides the samples; two sets with the same hash are the same. */
  String fingerprint();
}
