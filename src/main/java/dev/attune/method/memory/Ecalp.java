package dev.attune.method.memory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Views;
import dev.attune.method.views.Forward;

/**
 * Labels spread over a graph of the classes and of all pictures so far (Li et al. 2025, ECALP). Its
 * cost grows with the stream.
 */
@AutoService(Method.class)
public final class Ecalp extends Forward<Ecalp.Options> {

  /** Its options. */
  public record Options(@JsonUnwrapped Propagation propagation, @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "ecalp";
  }

  @Override
  public String description() {
    return "Spreads labels over a graph of the classes and of all pictures so far.";
  }

  @Override
  public Options defaults() {
    return new Options(Propagation.PAPERS, PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    LabelGraph graph = new LabelGraph(classes, options.propagation());
    return new Remembering(classes, Views.PLAIN, graph, graph::answer);
  }
}
