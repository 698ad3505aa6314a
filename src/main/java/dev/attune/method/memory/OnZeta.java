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
 * Class proxies in the image space that follow the stream, and texts' labels that are kept in
 * balance (Qian and Hu 2024, OnZeta).
 */
@AutoService(Method.class)
public final class OnZeta extends Forward<OnZeta.Options> {

  /** Its options. */
  public record Options(@JsonUnwrapped ProxyLearning learning, @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "onzeta";
  }

  @Override
  public String description() {
    return "Learns what the classes look like from picture to picture, and keeps them in balance.";
  }

  @Override
  public Options defaults() {
    return new Options(ProxyLearning.PAPERS, PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    int stream =
        classes
            .queries()
            .orElseThrow(() -> new IllegalStateException("onzeta needs the stream's length"));
    Proxies proxies = new Proxies(classes, options.learning(), stream);
    return new Remembering(classes, Views.PLAIN, proxies, proxies::answer);
  }
}
