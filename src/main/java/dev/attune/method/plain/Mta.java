package dev.attune.method.plain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.options.AllViews;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rules;
import dev.attune.method.views.Forward;
import dev.attune.method.views.SeenViews;
import java.util.List;

/**
 * The mode of the views' features, found by mean shift together with how much each view belongs to
 * it, is compared with the class texts (Zanella and Ben Ayed 2024, MTA).
 */
@AutoService(Method.class)
public final class Mta extends Forward<Mta.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped AllViews views,
      @JsonUnwrapped MeanShift shift,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "mta";
  }

  @Override
  public String description() {
    return "Compares the mode of the views' features with the class texts.";
  }

  @Override
  public Options defaults() {
    return new Options(AllViews.PAPERS, MeanShift.PAPERS, PromptSpec.USUAL);
  }

  @Override
  public void check(Options options, Facts facts, Rules rules) {
    rules.require(
        MeanShift.neighbours(options.views().views()) >= 1,
        "views",
        "must be at least 5: a view's bandwidth is the distance to three tenths of the others");
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    float[][] texts = SeenViews.rows(classes.candidates());
    return Adapter.ofEach(
        (query, listener) -> {
          SeenViews seen = SeenViews.of(query, options.views().made(), classes);
          Answer before = Answer.Scores.logits(seen.logits(0, classes.scale()));
          listener.onStart(before);
          MeanShift.Found found = options.shift().find(seen, classes.scale());
          float[] logits = found.logits(texts, classes.scale());
          return new Trace(before, Answer.Scores.logits(logits), found.byInlierness(), List.of());
        });
  }
}
