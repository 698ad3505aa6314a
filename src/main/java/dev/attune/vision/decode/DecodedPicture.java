package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import dev.attune.vision.Size;
import java.util.List;

/**
 * A picture, and what was done to it on the way from its file.
 *
 * @param original its size upright, before it was made smaller
 */
public record DecodedPicture(RgbImage image, Size original, List<Peculiarity> peculiarities) {
  public DecodedPicture {
    peculiarities = List.copyOf(peculiarities);
  }
}
