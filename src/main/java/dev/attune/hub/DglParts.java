package dev.attune.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.VideoFeature;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a card says of DGL's prompts.
 *
 * @param clip name of the CLIP that they were learned on; null where it is in their own file
 * @param feature which of a video's tokens its feature is
 * @param form where the prompts come from, or null where nobody has looked yet
 * @param frames of a video; 0 for any number
 * @param learned how many numbers learned
 * @param share how many that is of the CLIP's, which are frozen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DglParts(
    @Nullable String clip,
    VideoFeature feature,
    @Nullable DglForm form,
    int frames,
    long learned,
    double share) {

  public DglParts {
    feature = Objects.requireNonNullElse(feature, VideoFeature.GLOBAL);
  }

  /** Of prompts on a CLIP. */
  public static DglParts of(
      @Nullable String clip, VideoFeature feature, DglConfig prompts, ClipConfig sizes) {
    return new DglParts(
        clip, feature, prompts.form(), prompts.frames(), prompts.size(), prompts.share(sizes));
  }
}
