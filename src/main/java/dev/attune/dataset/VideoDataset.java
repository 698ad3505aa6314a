package dev.attune.dataset;

import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Videos with one or more captions each, in a fixed order. As a picture a video is one frame. */
public interface VideoDataset extends PictureDataset {

  /** A video's captions, at least one; known without loading it. */
  List<String> captions(int index);

  @Override
  default String truth(int index) {
    return captions(index).get(0);
  }

  /**
   * Takes frames of one video. The same arguments always give the same bytes.
   *
   * @param sampling which frames are looked at
   * @param indices which of so many thinned frames are taken, ascending
   * @param each what becomes of each frame at once, such as {@code preprocess::frame}
   * @throws dev.attune.vision.decode.PictureException when this one video cannot be read; others
   *     may
   */
  SampledVideo frames(
      int index, FrameSampling sampling, IntFunction<int[]> indices, UnaryOperator<RgbImage> each);

  /** How the papers look at its videos. */
  default FrameSampling sampling() {
    return FrameSampling.SEGMENTS;
  }

  /** How many tokens of a caption the papers read, start and end among them. */
  default int words() {
    return 32;
  }

  /** A hash of what decides the frames of one video; two videos with the same hash are the same. */
  String content(int index);

  /** The video with the same frames in reverse, where the set has one. */
  default OptionalInt reversed(int index) {
    return OptionalInt.empty();
  }

  /** Which captions only the order of frames tells from those of {@link #reversed}. */
  default Set<Integer> ordered(int index) {
    return Set.of();
  }
}
