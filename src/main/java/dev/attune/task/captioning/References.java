package dev.attune.task.captioning;

import dev.attune.dataset.CaptionDataset;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What people wrote of some images.
 *
 * @param names of the images, for people
 * @param captions of an image by its place, at least one
 * @param pictures by their places, each of which may fail with a PictureException; null where there
 *     are none
 */
public record References(
    List<String> names,
    IntFunction<List<String>> captions,
    @Nullable IntFunction<RgbImage> pictures) {

  /** Those of a data set. */
  public static References of(CaptionDataset set) {
    return new References(
        IntStream.range(0, set.size()).mapToObj(set::id).toList(), set::captions, set::picture);
  }

  /** All of them, in order. */
  Iterable<List<String>> all() {
    return () -> IntStream.range(0, names.size()).mapToObj(captions).iterator();
  }
}
