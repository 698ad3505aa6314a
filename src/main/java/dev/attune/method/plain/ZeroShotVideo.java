package dev.attune.method.plain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.VideoOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The model as it is, on videos: an encoder of pictures takes the mean of the frames. */
@AutoService(Method.class)
public final class ZeroShotVideo implements Method<ZeroShotVideo.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped VideoOptions video, @Nullable QbNormSpec qbNorm, @Nullable HubnessSpec hubness)
      implements VideoOptions.Watching, QbNormSpec.Normalising, HubnessSpec.Ranking {}

  @Override
  public String id() {
    return "zero-shot-video";
  }

  @Override
  public String description() {
    return "No adaptation: the model's own answer for videos.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.TEXTS_OF_VIDEO, Question.VIDEOS_OF_TEXT);
  }

  @Override
  public Options defaults() {
    return new Options(VideoOptions.USUAL, null, null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.UNADAPTED;
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new ZeroShot().open(subject, new ZeroShot.Options(null));
  }
}
