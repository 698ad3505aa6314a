package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** How a judge of pictures scores a video. */
public record FrameJudging(
    @Schema(
            title = "Judged by",
            description = "the mean of all frames, or the three that fit the text best")
        Frames judgedBy) {

  /** The frames that count. */
  public enum Frames {
    /** The mean of the normalised features of all. */
    @JsonProperty("mean")
    MEAN,
    /** The mean of the scores of the three best. */
    @JsonProperty("top3")
    TOP3
  }

  /** What a method's options implement whose judges look at frames. */
  public interface Judging {
    FrameJudging frames();
  }
}
