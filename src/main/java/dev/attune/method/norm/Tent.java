package dev.attune.method.norm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.views.Forward;

/**
 * The image tower's normalisations on the entropy of batches, learning from one to the next (Wang
 * et al. 2021, Tent, arXiv 2006.10726).
 */
@AutoService(Method.class)
public final class Tent extends Forward<Tent.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Optimising optimising,
      @JsonUnwrapped Batched batched,
      @JsonUnwrapped PromptSpec texts)
      implements OnlineNorms.Options, PromptSpec.Prompting {}

  @Override
  public String id() {
    return "tent";
  }

  @Override
  public String description() {
    return "Tunes the image tower's normalisations on the entropy of batches.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 1e-3, 0),
        new Optimising(Optimising.Kind.ADAM, 0.9, true),
        new Batched(64),
        PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return OnlineNorms.traits(options);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    Tuned tuned = classes.tune(new Tuning.Norms(0));
    return new OnlineNorms(classes, id(), options, tuned, new Sureness(tuned, Double.MAX_VALUE));
  }
}
