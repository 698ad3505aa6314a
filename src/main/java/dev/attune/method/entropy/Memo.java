package dev.attune.method.entropy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.vision.Augmentation;

/**
 * The image tower on the entropy of all views but the plain one (Zhang et al. 2022, MEMO, arXiv
 * 2110.09506), as it is run on CLIP.
 */
@AutoService(Method.class)
public final class Memo extends GradientMethod<Memo.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped AllViews all,
      @JsonUnwrapped TowerOptions tower,
      @JsonUnwrapped PromptSpec texts)
      implements GradientMethod.Options, PromptSpec.Prompting {
    @Override
    public Loss loss() {
      return Loss.ENTROPY;
    }

    @Override
    public Gradient.Shown shown() {
      return Gradient.Shown.of(all.made(), new Gradient.Kept.AllBut(1));
    }
  }

  public Memo() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.IMAGE_TOWER, Gradient.EPS);
  }

  @Override
  public String id() {
    return "memo";
  }

  @Override
  public String description() {
    return "Tunes the image tower's layers on the entropy of all augmented views.";
  }

  @Override
  public void check(Options options, Facts facts, Rules rules) {
    rules.require(
        options.all().views() > 1, "views", "must be at least 2: the plain one is not in the loss");
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 1e-5, 0),
        new AllViews(64, 0.08, Augmentation.AUGMIX),
        new TowerOptions(TunedParameters.LAYERS, BatchNormSpec.RUNNING),
        PromptSpec.USUAL);
  }
}
