package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Which frames of a video are looked at, and how much of a caption is read. What is not given is as
 * the papers read the data set.
 */
public record VideoOptions(
    @Schema(title = "Sampling", description = "which frames are taken") Sampling sampling,
    @Schema(
            title = "Frames",
            description =
                "of a video, 0 for as many as the model has prompts for, or else the data set's"
                    + " papers take")
        @Whole(min = 0, max = 256)
        int frames,
    @Schema(
            title = "Frames a second",
            description = "that are left to take from, 0 for as the data set's papers thin it")
        @Rate(below = 1000)
        double frameRate,
    @Schema(
            title = "Words",
            description =
                "tokens of a caption that are read, 0 for as the data set's papers read it")
        @Whole(min = 0, max = 1024)
        int words)
    implements Checked {

  /** How frames are chosen. */
  public enum Sampling {
    /** As the data set's papers do. */
    @JsonProperty("data-set")
    DATA_SET,
    /** The middle of each of as many segments. */
    @JsonProperty("segments")
    SEGMENTS,
    /** From the first to the last at equal distances, one a second to take from. */
    @JsonProperty("clip4clip")
    CLIP4CLIP
  }

  /** All as the data set's papers do. */
  public static final VideoOptions USUAL = new VideoOptions(Sampling.DATA_SET, 0, 0, 0);

  private static final int LEAST_WORDS = 3;

  @Override
  public void check(Rules rules) {
    rules.require(
        words == 0 || words >= LEAST_WORDS,
        "words",
        "must be 0 or at least %d: start, end, and a word between".formatted(LEAST_WORDS));
  }

  /** What a method's options implement that watches videos. */
  public interface Watching {
    VideoOptions video();
  }
}
