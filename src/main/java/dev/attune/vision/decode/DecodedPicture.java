package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import java.util.List;

/** A picture, and what was done to it on the way from its file. */
public record DecodedPicture(RgbImage image, List<Peculiarity> peculiarities) {
  public DecodedPicture {
    peculiarities = List.copyOf(peculiarities);
  }
}
