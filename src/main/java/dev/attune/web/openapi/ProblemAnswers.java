package dev.attune.web.openapi;

import dev.attune.spec.ValueSchemas;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The answers that tell of a problem, one of each status: operations refer to them. */
final class ProblemAnswers {
  private static final Map<HttpStatus, String> WORDS = new EnumMap<>(HttpStatus.class);

  static {
    WORDS.put(HttpStatus.BAD_REQUEST, "Something of the request is wrong; errors says what.");
    WORDS.put(HttpStatus.UNAUTHORIZED, "A valid bearer token, or a login, is needed.");
    WORDS.put(
        HttpStatus.FORBIDDEN,
        "Asked for by another web site or, where there are no credentials, under another name than"
            + " localhost.");
    WORDS.put(HttpStatus.NOT_FOUND, "What is named is not here.");
    WORDS.put(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in what Accept asks for.");
    WORDS.put(HttpStatus.REQUEST_TIMEOUT, "The body came too slowly.");
    WORDS.put(HttpStatus.CONFLICT, "The present state does not allow it.");
    WORDS.put(HttpStatus.CONTENT_TOO_LARGE, "The body is too large.");
    WORDS.put(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another type than asked for.");
    WORDS.put(
        HttpStatus.UNPROCESSABLE_CONTENT, "The Idempotency-Key was used with another request.");
    WORDS.put(HttpStatus.TOO_MANY_REQUESTS, "Too many requests came from this address of late.");
    WORDS.put(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The database is away, too much waits already, or this process has no engine.");
    WORDS.put(HttpStatus.INSUFFICIENT_STORAGE, "A disk has no room for it.");
  }

  private ProblemAnswers() {}

  static String code(HttpStatus status) {
    return Integer.toString(status.value());
  }

  /** Says that an operation may answer so. */
  static void add(Operation operation, HttpStatus status) {
    if (!WORDS.containsKey(status)) {
      throw new IllegalStateException("no words for the status " + status);
    }
    operation
        .getResponses()
        .addApiResponse(code(status), new ApiResponse().$ref("Problem" + code(status)));
  }

  /**
   * Describes them.
   *
   * @param problem the schema of their bodies
   */
  static void describe(Components components, Schema<?> problem) {
    WORDS.forEach(
        (status, words) -> {
          ApiResponse answer =
              new ApiResponse()
                  .description(words)
                  .content(
                      new Content()
                          .addMediaType(
                              org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                              new MediaType().schema(problem)));
          switch (status) {
            case UNAUTHORIZED ->
                header(answer, HttpHeaders.WWW_AUTHENTICATE, "Bearer", "string", true);
            case SERVICE_UNAVAILABLE ->
                header(answer, HttpHeaders.RETRY_AFTER, "seconds, if known", "integer", false);
            default -> {
              // the body says all
            }
          }
          components.addResponses("Problem" + code(status), answer);
        });
  }

  private static void header(
      ApiResponse answer, String name, String words, String type, boolean always) {
    answer.addHeaderObject(
        name, new Header().description(words).required(always).schema(ValueSchemas.typed(type)));
  }
}
