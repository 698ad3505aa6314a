package dev.attune.train;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Videos with captions, as an encoder takes them. */
public interface VideoExamples extends CaptionedVideos {

  /** The tokeniser's ids of a caption. */
  long[] tokens(int video, int caption);

  /** Of every video's frames: (T, 3, R, R). */
  Shape shape();

  /**
   * A video's frames, preprocessed. May be called from several threads.
   *
   * @param random decides which frames are taken; null for those in the middle of their segments
   * @return row-major; empty where the video cannot be read
   */
  Optional<float[]> frames(int video, @Nullable RandomGenerator random);
}
