package dev.attune.web.openapi;

import dev.attune.spec.ValueSchemas;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Reads {@link Answers}. */
@Component
final class ApiAnswers implements OperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod mapping) {
    Answers named = mapping.getMethodAnnotation(Answers.class);
    if (named == null) {
      return operation;
    }
    ApiResponses answers = operation.getResponses();
    ApiResponse usual = answers.values().iterator().next();
    if (Arrays.stream(named.value()).anyMatch(HttpStatus::is2xxSuccessful)) {
      answers.remove(ProblemAnswers.code(HttpStatus.OK));
    }
    for (HttpStatus status : named.value()) {
      if (status.isError()) {
        ProblemAnswers.add(operation, status);
      } else {
        answers.addApiResponse(ProblemAnswers.code(status), success(status, usual, mapping));
      }
    }
    return operation;
  }

  private static ApiResponse success(HttpStatus status, ApiResponse usual, HandlerMethod mapping) {
    ApiResponse answer =
        new ApiResponse().description(status.getReasonPhrase()).content(usual.getContent());
    if (mapping.getMethod().getReturnType() == ResponseEntity.class) {
      answer.addHeaderObject(
          HttpHeaders.LOCATION,
          new Header().description("what to ask for next").schema(ValueSchemas.typed("string")));
    }
    return answer;
  }
}
