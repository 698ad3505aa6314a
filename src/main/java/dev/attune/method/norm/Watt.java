package dev.attune.method.norm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Scale;
import dev.attune.method.options.Steps;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/**
 * The image tower's normalisations on a batch, by each of several prompts; the mean of what they
 * lead to answers (Osowiechi et al. 2024, WATT).
 */
@AutoService(Method.class)
public final class Watt extends Forward<Watt.Options> {
  /** Where each prompt of a round starts. */
  public enum Order {
    /** Where the one before it ended (WATT-S). */
    @JsonProperty("sequential")
    SEQUENTIAL,
    /** Where the round began (WATT-P). */
    @JsonProperty("parallel")
    PARALLEL
  }

  /** Which text answers. */
  public enum Evaluation {
    /** The mean over the prompts. */
    @JsonProperty("mean")
    MEAN,
    /** "a photo of a" alone. */
    @JsonProperty("single")
    SINGLE
  }

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @Schema(title = "Rounds", description = "after each of which the weights are averaged")
          @Whole(min = 0, max = 1000)
          int rounds,
      @Schema(title = "Order", description = "a prompt starts from the last one, or from the mean")
          Order order,
      @JsonUnwrapped PromptSpec adapting,
      @Schema(title = "Text", description = "that answers: the prompts' mean, or a single one")
          Evaluation evaluation,
      @JsonUnwrapped Batched batched,
      @Schema(
              title = "Scale of the logits",
              description = "of the answer: 100 as in the paper, or the model's own")
          Scale scale)
      implements PromptSpec.Prompting {

    /** What answers, after and before. */
    @Override
    public PromptSpec texts() {
      return evaluation == Evaluation.MEAN ? adapting : PromptSpec.USUAL;
    }
  }

  @Override
  public String id() {
    return "watt";
  }

  @Override
  public String description() {
    return "Tunes the image tower's normalisations on a batch by several prompts, and averages.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(2, 1e-3, 0),
        5,
        Order.SEQUENTIAL,
        PromptSpec.of("watt-8"),
        Evaluation.MEAN,
        new Batched(128),
        Scale.PAPER);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.IMAGE_TOWER).together(options.batched().traits());
  }

  @Override
  public Optional<String> refusal(Options options, Facts facts) {
    return facts
        .tower()
        .filter(tower -> tower != Facts.Tower.TRANSFORMER)
        .map(tower -> "must have a vision transformer: watt averages its layer normalisations");
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    return new WeightAverages(classes, options, classes.tune(new Tuning.Norms(0)));
  }
}
