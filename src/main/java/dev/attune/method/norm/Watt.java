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
import dev.attune.method.options.Scale;
import dev.attune.method.options.Steps;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/**
 * The image tower's normalisations on a batch, by each of several prompts; the mean of what they
 * lead to answers (Osowiechi et al. 2024, WATT).
 */
@AutoService(Method.class)
public final class Watt extends Forward<Watt.Options> {
  /** The authors', in their order: the plain prompt, and the seven of Radford et al. (2021). */
  static final List<String> TEMPLATES =
      List.of(
          "a photo of a {}",
          "itap of a {}.",
          "a bad photo of the {}.",
          "a origami {}.",
          "a photo of the large {}.",
          "a {} in a video game.",
          "art of the {}.",
          "a photo of the small {}.");

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
      @Schema(title = "Prompts", description = "of eight, each of which adapts for itself")
          @Whole(min = 1, max = 8)
          int prompts,
      @Schema(title = "Text", description = "that answers: the prompts' mean, or a single one")
          Evaluation evaluation,
      @JsonUnwrapped Batched batched,
      @Schema(
              title = "Scale of the logits",
              description = "of the answer: 100 as in the paper, or the model's own")
          Scale scale) {}

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
        TEMPLATES.size(),
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
