package dev.attune.task.training;

import dev.attune.dataset.VideoDataset;
import dev.attune.train.CaptionedVideos;
import java.util.OptionalInt;

/**
 * A part of a set of videos.
 *
 * @param from the first of the set's videos
 * @param to one past the last
 */
record VideoPart(VideoDataset data, int from, int to) implements CaptionedVideos {

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public int captions(int video) {
    return data.captions(from + video).size();
  }

  @Override
  public OptionalInt reversed(int video) {
    OptionalInt other = data.reversed(from + video);
    return other.isPresent() && other.getAsInt() >= from && other.getAsInt() < to
        ? OptionalInt.of(other.getAsInt() - from)
        : OptionalInt.empty();
  }
}
