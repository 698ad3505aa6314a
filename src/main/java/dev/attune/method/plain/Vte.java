package dev.attune.method.plain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.gradient.ConfidenceSelection;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.Forward;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.Arrays;
import java.util.List;

/**
 * Visual-text ensemble: the mean of the most confident views' features, compared with the class
 * texts. The control of every method that looks at views.
 */
@AutoService(Method.class)
public final class Vte extends Forward<Vte.Options> {

  /** Its options. */
  public record Options(@JsonUnwrapped ViewOptions views, @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "vte";
  }

  @Override
  public String description() {
    return "Compares the mean of the most confident views with the class texts.";
  }

  @Override
  public Options defaults() {
    return new Options(ViewOptions.PAPERS, PromptSpec.USUAL);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    return Adapter.ofEach(
        (query, listener) -> {
          Trace trace = Scopes.call(() -> answer(classes, query, options.views()));
          listener.onStart(trace.before());
          return trace;
        });
  }

  private static Trace answer(Choosing classes, Query query, ViewOptions shown) {
    NDArray features = query.features(shown.made());
    NDArray texts = classes.candidates().transpose();
    float[] logits = features.matMul(texts).mul(classes.scale()).toFloatArray();
    int count = (int) classes.candidates().getShape().get(0);
    int[] kept = ConfidenceSelection.select(logits, count, shown.selection());
    long[] rows = Arrays.stream(kept).asLongStream().toArray();
    NDArray chosen =
        features.get(
            new NDIndex("{}", Nn.fromHost(features.getManager(), rows, new Shape(rows.length))));
    NDArray mean = chosen.mean(new int[] {0}, true);
    float[] answer = mean.matMul(texts).mul(classes.scale()).toFloatArray();
    return new Trace(
        Answer.Scores.logits(Arrays.copyOf(logits, count)),
        Answer.Scores.logits(answer),
        Arrays.stream(kept).boxed().toList(),
        List.of());
  }
}
