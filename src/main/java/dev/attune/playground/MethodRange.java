package dev.attune.playground;

import dev.attune.experiment.Candidates;
import dev.attune.experiment.MethodChoice;
import dev.attune.experiment.SpecResolver;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Decides the method of a request about one picture, within what one person may ask for. */
@Component
class MethodRange {
  /** One picture must not keep others waiting for minutes. */
  private static final int MAX_STEPS = 50;

  private static final int MAX_VIEWS = 256;
  private static final String METHOD = "method.";
  private static final String JUDGES = METHOD + "reward.models";

  private final SpecResolver resolver;

  MethodRange(SpecResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * The method.
   *
   * @throws InvalidRequestException with the names that fields have in requests about one picture
   */
  MethodChoice choose(String task, String usualPreset, MethodValues values, Candidates candidates) {
    MethodChoice choice;
    try {
      choice = resolver.method(task, values.request(task, usualPreset), candidates);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(e.problems().stream().map(MethodRange::here).toList());
    }
    List<FieldProblem> problems = new ArrayList<>();
    MethodSpec spec = choice.spec();
    if (spec.steps() > MAX_STEPS) {
      problems.add(new FieldProblem("steps", "must be 0 to " + MAX_STEPS));
    }
    if (spec.views() > MAX_VIEWS) {
      problems.add(new FieldProblem("views", "must be 1 to " + MAX_VIEWS));
    }
    if (spec.momentum() != null) {
      problems.add(new FieldProblem("preset", "learns from picture to picture; here is only one"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return choice;
  }

  private static FieldProblem here(FieldProblem problem) {
    String field = problem.field();
    if (field.equals(JUDGES)) {
      field = "judges";
    } else if (field.startsWith(METHOD)) {
      field = field.substring(METHOD.length());
    }
    return new FieldProblem(field, problem.message());
  }
}
