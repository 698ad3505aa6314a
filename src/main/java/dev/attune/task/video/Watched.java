package dev.attune.task.video;

import dev.attune.dataset.VideoDataset;
import dev.attune.method.Chosen;
import dev.attune.method.options.VideoOptions;
import dev.attune.vision.video.FrameSampling;

/**
 * How videos and their captions are read: as the data set's papers do, unless a method's options
 * say otherwise, or the model is for another number of frames.
 *
 * @param words tokens of a caption, start and end among them
 */
record Watched(FrameSampling sampling, int words) {
  /** Frames a second that are left to take from where nothing else is said. */
  private static final double CLIP4CLIP_RATE = 1;

  /**
   * @param ofModel how many frames the model is for; 0 for any number
   */
  static Watched of(Chosen<?> chosen, VideoDataset set, int ofModel) {
    VideoOptions options =
        chosen.options() instanceof VideoOptions.Watching watching
            ? watching.video()
            : VideoOptions.USUAL;
    FrameSampling usual = set.sampling();
    int usualFrames = ofModel == 0 ? usual.frames() : ofModel;
    FrameSampling.Way way =
        switch (options.sampling()) {
          case DATA_SET -> usual.way();
          case SEGMENTS -> FrameSampling.Way.SEGMENTS;
          case CLIP4CLIP -> FrameSampling.Way.CLIP4CLIP;
        };
    double rate =
        way == usual.way()
            ? usual.rate()
            : way == FrameSampling.Way.CLIP4CLIP ? CLIP4CLIP_RATE : FrameSampling.SEGMENTS.rate();
    return new Watched(
        new FrameSampling(
            way,
            options.frames() == 0 ? usualFrames : options.frames(),
            options.frameRate() == 0 ? rate : options.frameRate(),
            usual.seconds()),
        options.words() == 0 ? set.words() : options.words());
  }
}
