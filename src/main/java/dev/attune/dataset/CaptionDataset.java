package dev.attune.dataset;

import java.util.List;

/** Pictures with one or more captions each, in a fixed order. */
public interface CaptionDataset extends PictureDataset {

  /** A sample's captions, at least one; known without loading it. */
  List<String> captions(int index);

  @Override
  default String truth(int index) {
    return captions(index).get(0);
  }
}
