package dev.attune.method.rlcf;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.Prominent;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RLCF's captioning (ALGORITHMS 4, Captioning). */
@AutoService(Method.class)
public final class RlcfCaption implements Method<RlcfCaption.Options> {
  /** Beyond, a step's captions would take more memory than a machine may have. */
  private static final int MAX_BEAMS = 100;

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @Schema(title = "Candidates (K)", description = "captions sampled in every step")
          @Whole(min = 1, max = MAX_BEAMS)
          @Prominent
          int sampleK,
      RewardSpec reward,
      @Schema(
              title = "Leave out padding",
              description = "whether padding is left out of the loss of sampled captions")
          boolean maskPadding,
      @Schema(
              title = "Beams of the answer",
              description = "of the search for the caption before and after, the papers' 5")
          @Whole(min = 1, max = MAX_BEAMS)
          int answerBeams,
      @Nullable MomentumSpec momentum) {}

  @Override
  public String id() {
    return "rlcf-caption";
  }

  @Override
  public String description() {
    return "Tunes a captioner's mapping network on the judge's reward.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CAPTION_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(4, 2e-6, 0), 10, RewardSpec.NONE, false, 5, null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.MAPPING_NETWORK)
        .judged()
        .lasting(options.momentum() != null);
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.LARGER_EPS, options.momentum())
        .captioning(
            subject,
            new Gradient.CaptionSteps(
                options.sampleK(), options.answerBeams(), options.maskPadding(), options.reward()));
  }
}
