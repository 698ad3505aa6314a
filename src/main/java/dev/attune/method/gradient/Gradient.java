package dev.attune.method.gradient;

import dev.attune.method.Adapter;
import dev.attune.method.Captioning;
import dev.attune.method.Choosing;
import dev.attune.method.Judge;
import dev.attune.method.Subject;
import dev.attune.method.Tuning;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Views;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts methods of gradient steps together.
 *
 * @param steps how many, and how large
 * @param momentum learning across the queries; null for none
 */
public record Gradient(Steps steps, double eps, @Nullable MomentumSpec momentum) {
  /** PyTorch's, which the papers' program takes for classification. */
  public static final double EPS = 1e-8;

  /** That of the papers' programs for retrieval and captions. */
  public static final double LARGER_EPS = 1e-6;

  /** Which views the loss is of. */
  public sealed interface Kept {
    /**
     * The most confident ones.
     *
     * @param share of the views, in (0, 1]
     */
    record Surest(double share) implements Kept {}

    /** All but the first so many. */
    record AllBut(int first) implements Kept {}
  }

  /**
   * Which views are shown, and which of them are kept.
   *
   * @param anew whether they are chosen at every step, and not at the first alone
   * @param answer how the answer comes of the views
   */
  public record Shown(Views views, Kept kept, boolean anew, Reading answer) {
    /** The plain picture, or a text. */
    public static final Shown PLAIN = of(Views.PLAIN, new Kept.Surest(1));

    public static Shown of(ViewOptions options) {
      return of(options.made(), new Kept.Surest(options.selection()));
    }

    /** Views that are kept from the first step on. */
    public static Shown of(Views views, Kept kept) {
      return new Shown(views, kept, false, Reading.PLAIN);
    }

    /** The same, with the views chosen at every step. */
    public Shown eachStep() {
      return new Shown(views, kept, true, answer);
    }

    /** The same, with another answer. */
    public Shown answering(Reading reading) {
      return new Shown(views, kept, anew, reading);
    }
  }

  /** Says what is minimised on a query, once its views are chosen. */
  @FunctionalInterface
  public interface ObjectiveOf {

    /**
     * What is minimised.
     *
     * @param judged for each judge the S rows that it judges
     */
    Objective of(List<Judge> judges, List<ai.djl.ndarray.NDArray> judged);
  }

  /** A method that picks among candidates. */
  public Adapter choosing(
      Subject subject, Tuning what, Shown shown, RewardSpec reward, ObjectiveOf objective) {
    if (!(subject instanceof Choosing choosing)) {
      throw new IllegalArgumentException("there are no candidates to choose among");
    }
    List<Judge> judges = reward.models().isEmpty() ? List.of() : choosing.judges(reward);
    return new GradientAdapter(
        choosing.manager(),
        new ChoosingLearner(
            choosing.tune(what), judges, shown, steps.steps() > 0 ? objective : null),
        steps,
        eps,
        momentum);
  }

  /** A method that captions. */
  public Adapter captioning(Subject subject, CaptionSteps options) {
    if (!(subject instanceof Captioning captioning)) {
      throw new IllegalArgumentException("there is no captioner");
    }
    boolean learns = steps.steps() > 0;
    return new GradientAdapter(
        captioning.manager(),
        new CaptionLearner(
            captioning, learns ? captioning.judges(options.reward()) : List.of(), options),
        steps,
        eps,
        momentum);
  }

  /**
   * How captions are sampled.
   *
   * @param sampleK K, from as many beams
   * @param answerBeams width of the search for the caption before and after
   * @param maskPadding whether padding is left out of the loss; the papers' program lets it take
   *     part
   * @param reward one picture's captions are one view's
   */
  public record CaptionSteps(
      int sampleK, int answerBeams, boolean maskPadding, RewardSpec reward) {}
}
