package dev.attune.web;

import dev.attune.spec.FieldProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body that could not be read, and in which field. */
final class UnreadableBody {
  private static final String BODY = "body";

  private UnreadableBody() {}

  static ApiProblem problem(HttpMessageNotReadableException exception) {
    if (exception.getCause() instanceof UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds() == null
              ? ""
              : e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ", "; known are ", ""));
      return invalid(path(e), "unknown field" + known);
    }
    if (exception.getCause() instanceof MismatchedInputException e) {
      return invalid(path(e), "must be " + wanted(e.getTargetType()));
    }
    if (exception.getCause() instanceof InputCoercionException e) { // a number out of range
      return invalid(path(e), "must be " + wanted(e.getTargetType()));
    }
    if (exception.getCause() instanceof StreamReadException e) {
      String place =
          "line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      return ApiProblem.badInput(
          "malformed-json",
          "The body is not JSON.",
          List.of(new FieldProblem(BODY, "is not JSON: " + place)));
    }
    return ApiProblem.badInput(
        "malformed-json",
        "A body with a JSON object is needed.",
        List.of(new FieldProblem(BODY, "must be a JSON object")));
  }

  private static ApiProblem invalid(String field, String message) {
    return ApiProblem.badInput(
        "invalid-request",
        "The request has wrong values.",
        List.of(new FieldProblem(field, message)));
  }

  private static String path(JacksonException exception) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : exception.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? BODY : path.toString();
  }

  private static boolean isWhole(@Nullable Class<?> type) {
    return type == Integer.class || type == int.class || type == Long.class || type == long.class;
  }

  private static String wanted(@Nullable Class<?> type) {
    if (isWhole(type)) {
      return "a whole number below 2^" + (type == Long.class || type == long.class ? 63 : 31);
    }
    if (type == Double.class) {
      return "a number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    return type != null && Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
