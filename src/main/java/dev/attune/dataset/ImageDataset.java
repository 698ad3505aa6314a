package dev.attune.dataset;

import dev.attune.vision.RgbImage;
import java.util.List;

/** Pictures with one class each, in a fixed order. Implementations may be read from any thread. */
public interface ImageDataset {

  String name();

  /** Class names as they stand in a prompt, underscores allowed for blanks; labels index it. */
  List<String> classNames();

  int size();

  /** The stable name of a sample within its set, for people; known without loading it. */
  String id(int index);

  /** A sample's label, an index into {@link #classNames()}; known without loading it. */
  int label(int index);

  /**
   * Loads one sample. The same index always gives the same bytes.
   *
   * @throws IndexOutOfBoundsException outside {@code 0..size()-1}
   * @throws dev.attune.vision.decode.PictureException when this one sample cannot be read; others
   *     may
   */
  Sample load(int index);

  /** A hash of everything that decides the samples; two sets with the same hash are the same. */
  String fingerprint();

  /**
   * One sample.
   *
   * @param id stable name of the sample within its set, for people
   * @param label index into {@link #classNames()}
   */
  record Sample(String id, RgbImage image, int label) {}
}
