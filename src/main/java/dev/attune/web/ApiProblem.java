package dev.attune.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.spec.FieldProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What went wrong, as RFC 9457 puts it.
 *
 * @param type a stable name that programs may compare
 * @param instance the path that was asked for
 * @param errors the fields that are wrong, for bad input
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApiProblem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    List<FieldProblem> errors) {

  private static final String PREFIX = "urn:attune:problem:";

  static ApiProblem of(HttpStatusCode status, String type, String detail) {
    HttpStatus known = HttpStatus.resolve(status.value());
    String title = known == null ? "Error" : known.getReasonPhrase();
    return new ApiProblem(PREFIX + type, title, status.value(), detail, null, List.of());
  }

  static ApiProblem badInput(String type, String detail, List<FieldProblem> errors) {
    return of(HttpStatus.BAD_REQUEST, type, detail).with(errors);
  }

  /** The same with the fields that are wrong. */
  ApiProblem with(List<FieldProblem> wrong) {
    return new ApiProblem(type, title, status, detail, instance, wrong);
  }

  /**
   * An upload that is larger than any may be.
   *
   * @param part that holds it
   */
  static ApiProblem tooLarge(String part) {
    String detail = "The upload is too large (part %s).".formatted(part);
    return of(HttpStatus.CONTENT_TOO_LARGE, "content-too-large", detail)
        .with(List.of(new FieldProblem(part, "is too large")));
  }

  ApiProblem at(String path) {
    return new ApiProblem(type, title, status, detail, path, errors);
  }
}
