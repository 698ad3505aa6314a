package dev.attune.method.entropy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Steps;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/**
 * Low-rank adaptation of the image tower's last blocks on the entropy of all views, the sure ones
 * before others (Imam et al. 2024, TTL, arXiv 2407.15913).
 */
@AutoService(Method.class)
public final class Ttl extends GradientMethod<Ttl.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped AllViews all,
      @JsonUnwrapped Tuning.LowRank tuning,
      @Schema(
              title = "Entropy of weight 1",
              description = "in nats; a view counts exp(this - its entropy)")
          @Rate
          double entropyOffset,
      @JsonUnwrapped PromptSpec texts)
      implements GradientMethod.Options, PromptSpec.Prompting {
    @Override
    public Loss loss() {
      return Loss.unjudged(new SureEntropy(entropyOffset));
    }

    @Override
    public Gradient.Shown shown() {
      return Gradient.Shown.of(all.made(), new Gradient.Kept.AllBut(0));
    }
  }

  public Ttl() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.IMAGE_TOWER, Gradient.EPS);
  }

  @Override
  public String id() {
    return "ttl";
  }

  @Override
  public String description() {
    return "Adds terms of low rank to the image tower's attention, by the entropy of all views.";
  }

  @Override
  public Optional<String> refusal(Options options, Facts facts) {
    return facts
        .tower()
        .filter(tower -> tower != Facts.Tower.TRANSFORMER)
        .map(tower -> "must have a vision transformer: ttl adapts its blocks of self-attention");
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 5e-3, 0.01),
        AllViews.PAPERS,
        new Tuning.LowRank(16, 32, 0.25, 0),
        0.4,
        PromptSpec.USUAL);
  }
}
