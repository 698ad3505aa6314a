package dev.attune.dataset;

import dev.attune.vision.RgbImage;
import java.util.List;

/** Pictures with one class each, in a fixed order. */
public interface ImageDataset extends PictureDataset {

  /** Class names as they stand in a prompt, underscores allowed for blanks; labels index it. */
  List<String> classNames();

  /** A sample's label, an index into {@link #classNames()}; known without loading it. */
  int label(int index);

  @Override
  default String truth(int index) {
    return classNames().get(label(index));
  }

  /** One sample; fails as {@link #picture} does. */
  default Sample load(int index) {
    return new Sample(id(index), picture(index), label(index));
  }

  /**
   * One sample.
   *
   * @param id stable name of the sample within its set, for people
   * @param label index into {@link #classNames()}
   */
  record Sample(String id, RgbImage image, int label) {}
}
