package dev.attune.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be met as it stands; says what is wrong with each field. */
public class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  public InvalidRequestException(List<FieldProblem> problems) {
    super(
        problems.stream()
            .map(p -> p.field() + ": " + p.message())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Of one field. */
  public static InvalidRequestException of(String field, String message) {
    return new InvalidRequestException(List.of(new FieldProblem(field, message)));
  }

  /** What is wrong, field by field. */
  public List<FieldProblem> problems() {
    return problems;
  }
}
