package dev.attune.web;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.FileSizeLimitExceededException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What each exception means to a caller. Nothing of an unexpected one leaves the log. */
final class ApiProblems {
  private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);
  private static final String WRONG_VALUES = "The request has wrong values.";

  /** The part of a request that holds its upload, where no other is known. */
  static final String UPLOAD = "image";

  private ApiProblems() {}

  static ApiProblem of(Exception exception) {
    if (exception instanceof InvalidRequestException e) {
      return invalid(e.problems());
    }
    if (exception instanceof Problem e) {
      return told(e, message(exception));
    }
    if (exception instanceof HttpMessageNotReadableException e) {
      return UnreadableBody.problem(e);
    }
    if (exception instanceof MethodArgumentTypeMismatchException e) {
      return invalid(List.of(new FieldProblem(e.getName(), "has the wrong type")));
    }
    if (exception instanceof MissingServletRequestParameterException e) {
      return invalid(List.of(new FieldProblem(e.getParameterName(), "must be given")));
    }
    if (exception instanceof MaxUploadSizeExceededException e
        && !(e.getRootCause() instanceof FileCountLimitExceededException)) {
      return ApiProblem.tooLarge(
          e.getRootCause() instanceof FileSizeLimitExceededException one
              ? Objects.requireNonNullElse(one.getFieldName(), UPLOAD)
              : UPLOAD);
    }
    if (exception instanceof InvalidParameterException e) {
      return e.getErrorCode() == HttpStatus.CONTENT_TOO_LARGE.value()
          ? ApiProblem.tooLarge(UPLOAD)
          : ApiProblem.of(HttpStatus.BAD_REQUEST, "bad-request", "A parameter could not be read.");
    }
    if (exception instanceof MultipartException || exception instanceof InvalidFileNameException) {
      return ApiProblem.of(
          HttpStatus.BAD_REQUEST,
          "bad-request",
          "The parts of the body could not be read, or are too many.");
    }
    return framework(exception);
  }

  private static ApiProblem invalid(List<FieldProblem> problems) {
    return ApiProblem.badInput(ProblemType.INVALID_REQUEST.name(), WRONG_VALUES, problems);
  }

  private static ApiProblem told(Problem problem, String message) {
    ProblemType type = problem.problemType();
    HttpStatusCode status = HttpStatusCode.valueOf(type.status());
    String field = problem.wrongField();
    if (field != null) {
      return ApiProblem.of(status, type.name(), WRONG_VALUES)
          .with(List.of(new FieldProblem(field, message)));
    }
    return ApiProblem.of(status, type.name(), message);
  }

  private static ApiProblem framework(Exception exception) {
    if (exception instanceof NoResourceFoundException) {
      return ApiProblem.of(HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address.");
    }
    if (exception instanceof HttpRequestMethodNotSupportedException e) {
      return ApiProblem.of(
          e.getStatusCode(), "method-not-allowed", e.getMethod() + " is not for this address.");
    }
    if (exception instanceof HttpMediaTypeNotSupportedException e) {
      return ApiProblem.of(
          e.getStatusCode(),
          "unsupported-media-type",
          "Send the body as %s.".formatted(MediaType.toString(e.getSupportedMediaTypes())));
    }
    if (exception instanceof HttpMediaTypeNotAcceptableException e) {
      return ApiProblem.of(e.getStatusCode(), "not-acceptable", "This address answers in JSON.");
    }
    if (exception instanceof RequestRejectedException) {
      return ApiProblem.of(
          HttpStatus.BAD_REQUEST, "bad-request", "The address or a parameter is not acceptable.");
    }
    if (exception instanceof ResponseStatusException e) {
      String type = e.getStatusCode().value() == 404 ? "not-found" : "error";
      return ApiProblem.of(e.getStatusCode(), type, Objects.requireNonNullElse(e.getReason(), ""));
    }
    if (exception instanceof ErrorResponse e && e.getStatusCode().is4xxClientError()) {
      return ApiProblem.of(e.getStatusCode(), "error", "The request could not be understood.");
    }
    log.error("A request failed", exception);
    return ApiProblem.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong here; the log of the application says more.");
  }

  private static String message(Exception exception) {
    return Objects.requireNonNullElse(exception.getMessage(), "");
  }
}
