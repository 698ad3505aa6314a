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
import dev.attune.method.options.Rules;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;

/**
 * Prompt tuning on each view's own entropy, and an answer by all views, each as reliable as its
 * neighbours say (Sheng et al. 2025, R-TPT).
 */
@AutoService(Method.class)
public final class Rtpt extends GradientMethod<Rtpt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Tuning.Contexts tuning,
      @JsonUnwrapped Reliability reliability)
      implements GradientMethod.Options {
    @Override
    public Loss loss() {
      return Loss.unjudged(new PointwiseEntropy());
    }

    @Override
    public Gradient.Shown shown() {
      return Gradient.Shown.of(views).answering(reliability);
    }
  }

  public Rtpt() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.PROMPT, Gradient.EPS);
  }

  @Override
  public String id() {
    return "rtpt";
  }

  @Override
  public String description() {
    return "Tunes the prompt on each selected view's entropy, and lets all views answer.";
  }

  @Override
  public void check(Options options, Facts facts, Rules rules) {
    int neighbours = options.reliability().neighbours();
    rules.require(
        options.views().views() > neighbours,
        "views",
        "must be at least %d: a view is trusted by its %d neighbours"
            .formatted(neighbours + 1, neighbours));
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 5e-3, 0.01), ViewOptions.PAPERS, Tuning.Contexts.WORDS, Reliability.PAPERS);
  }
}
