package dev.attune.train;

import java.util.OptionalInt;

/** How many captions videos have, and which are each other's reverse. */
public interface CaptionedVideos {

  int size();

  /** How many captions a video has, at least one. */
  int captions(int video);

  /** The video with the same frames in reverse, where it is among these. */
  OptionalInt reversed(int video);
}
