package dev.attune.vision.video;

import dev.attune.vision.RgbImage;
import java.util.List;

/**
 * The frames that were taken of a video.
 *
 * @param frames in the order of time; as many as asked for, or fewer where the sampling says so
 * @param cut whether the file ends before the video does, or parts of it cannot be decoded
 */
public record SampledVideo(List<RgbImage> frames, boolean cut) {
  public SampledVideo {
    frames = List.copyOf(frames);
  }
}
