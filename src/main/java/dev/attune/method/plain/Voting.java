package dev.attune.method.plain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Query;
import dev.attune.method.Trace;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.SeenViews;
import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;

/** The most confident views vote. */
public record Voting(
    @JsonUnwrapped ViewOptions views,
    @Schema(
            title = "Votes",
            description =
                "one of each view, or a softmax of 1024 times the cosines as in half precision")
        ZeroScale zeroScale) {

  /** 64 crops, of which three tenths vote. */
  static final Voting PAPERS =
      new Voting(new ViewOptions(64, 0.3, 0.08, Augmentation.CROP), ZeroScale.HARD);

  /** Whose cosines with the classes count. */
  @FunctionalInterface
  interface Voters {
    /**
     * @param kept the views that vote
     * @return (K, C)
     */
    float[][] cosines(Query query, SeenViews policy, int[] kept);
  }

  Adapter open(Choosing classes, Voters voters) {
    return Adapter.ofEach(
        (query, listener) -> {
          SeenViews seen = SeenViews.of(query, views.made(), classes);
          Answer before = Answer.Scores.logits(seen.logits(0, classes.scale()));
          listener.onStart(before);
          int[] order = seen.mostConfident(classes.scale(), 1);
          int[] kept = Arrays.copyOf(order, (int) (order.length * views.selection()));
          Votes votes = Votes.count(voters.cosines(query, seen, kept), seen, order, zeroScale);
          return new Trace(before, votes.answer(), Arrays.stream(kept).boxed().toList(), List.of());
        });
  }
}
