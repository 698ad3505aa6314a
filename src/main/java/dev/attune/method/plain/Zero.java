package dev.attune.method.plain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.views.Forward;
import java.util.Arrays;

/** The most confident views vote for their nearest class (Farina et al. 2024, ZERO). */
@AutoService(Method.class)
public final class Zero extends Forward<Zero.Options> {

  /** Its options. */
  public record Options(@JsonUnwrapped Voting voting, @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "zero";
  }

  @Override
  public String description() {
    return "Lets the most confident views vote for a class.";
  }

  @Override
  public Options defaults() {
    return new Options(Voting.PAPERS, PromptSpec.USUAL);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return options
        .voting()
        .open(
            (Choosing) subject,
            (query, seen, kept) ->
                Arrays.stream(kept).mapToObj(v -> seen.cosines()[v]).toArray(float[][]::new));
  }
}
