package dev.attune.method.norm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Rules;
import dev.attune.method.options.Share;
import dev.attune.method.options.Steps;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The normalisations of the tower that reads the queries, learning from one batch of queries to the
 * next (Li et al. 2025, TCR).
 */
@AutoService(Method.class)
public final class Tcr implements Method<Tcr.Options> {

  /** What searches, and what is found. */
  public enum Direction {
    /** Pictures search texts. */
    @JsonProperty("image-to-text")
    IMAGE_TO_TEXT,
    /** Texts search pictures. */
    @JsonProperty("text-to-image")
    TEXT_TO_IMAGE
  }

  /** Its options. */
  public record Options(
      @Schema(title = "Direction", description = "pictures search texts, or texts pictures")
          Direction direction,
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Batched batched,
      @Schema(title = "Temperature", description = "of a query's likeness to candidates, in (0, 1]")
          @Share
          double temperature,
      @Schema(
              title = "Certain share",
              description = "of a batch, whose pairs say what is certain, in (0, 1]")
          @Share
          double certain,
      @Schema(title = "Spread", description = "weight of a query's distance from the others' mean")
          @Rate
          double spread,
      @Nullable HubnessSpec hubness)
      implements OnlineNorms.Options, HubnessSpec.Ranking {

    @Override
    public Optimising optimising() {
      return Optimising.ADAM;
    }

    /** Of fewer queries none would be certain. */
    int least() {
      int least = (int) Math.max(Batched.LEAST, Math.ceil(1 / certain));
      return (int) (certain * least) < 1 ? least + 1 : least;
    }

    boolean ofImages() {
      return direction == Direction.IMAGE_TO_TEXT;
    }
  }

  @Override
  public String id() {
    return "tcr";
  }

  @Override
  public String description() {
    return "Tunes the query tower's normalisations on batches of queries and what they find.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.TEXTS_OF_IMAGE, Question.IMAGES_OF_TEXT);
  }

  @Override
  public Set<Question> answers(Options options) {
    return Set.of(options.ofImages() ? Question.TEXTS_OF_IMAGE : Question.IMAGES_OF_TEXT);
  }

  @Override
  public Options defaults() {
    return new Options(
        Direction.IMAGE_TO_TEXT, new Steps(3, 3e-4, 1e-4), new Batched(64), 0.02, 0.3, 0.1, null);
  }

  @Override
  public Traits traits(Options options) {
    int most = options.batched().batchSize();
    return Traits.gradient(options.ofImages() ? Traits.Tunes.IMAGE_TOWER : Traits.Tunes.TEXT_SIDE)
        .lasting(true)
        .together(new Traits.Batch(most, Math.min(most, options.least())));
  }

  @Override
  public void check(Options options, Facts facts, Rules rules) {
    rules.require(
        options.batched().batchSize() >= options.least(),
        "batchSize",
        "must be at least %d, or the certain share of it is no query".formatted(options.least()));
  }

  @Override
  public Optional<String> refusal(Options options, Facts facts) {
    return facts
        .tower()
        .filter(tower -> options.ofImages() && tower != Facts.Tower.TRANSFORMER)
        .map(
            tower ->
                "must have a vision transformer: tcr tunes its layer normalisations from image to"
                    + " text");
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing candidates = (Choosing) subject;
    Tuned tuned =
        candidates.tune(options.ofImages() ? new Tuning.Norms(0) : new Tuning.TextNorms());
    return new OnlineNorms(candidates, id(), options, tuned, new ConsistencyRule(tuned, options));
  }
}
