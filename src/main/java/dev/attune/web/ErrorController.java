package dev.attune.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Answers where the container was told of an error: by a filter, or for an unreadable request. */
@Controller
class ErrorController implements org.springframework.boot.webmvc.error.ErrorController {
  private static final String PROBLEM = ErrorController.class.getName() + ".problem";

  private static final ApiProblem TOO_SLOW =
      ApiProblem.of(HttpStatus.REQUEST_TIMEOUT, "request-timeout", "The body came too slowly.");

  private final ProblemWriter problems;

  ErrorController(ProblemWriter problems) {
    this.problems = problems;
  }

  /** Refuses from within a filter. */
  static void refuse(HttpServletRequest request, HttpServletResponse response, String detail)
      throws IOException {
    refuse(request, response, ApiProblem.of(HttpStatus.FORBIDDEN, "forbidden", detail));
  }

  /** As above, with any problem. */
  static void refuse(HttpServletRequest request, HttpServletResponse response, ApiProblem problem)
      throws IOException {
    request.setAttribute(PROBLEM, problem);
    response.sendError(problem.status());
  }

  @RequestMapping("${server.error.path:/error}")
  @Nullable ModelAndView error(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return null; // the sender went away after an answer, with a part of the body still to come
    }
    ApiProblem problem =
        request.getAttribute(PROBLEM) instanceof ApiProblem given
            ? given
            : isTooSlow(request)
                ? TOO_SLOW
                : ofStatus(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
    String path = Objects.toString(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), "");
    if (path.startsWith(request.getContextPath() + "/api/")) {
      problems.write(request, response, problem);
      return null;
    }
    return ErrorPage.of(problem, request, response);
  }

  /** Tomcat answers itself once a body could not be read, whatever was made of its exception. */
  private static boolean isTooSlow(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
        && NestedExceptionUtils.getMostSpecificCause(failure) instanceof SocketTimeoutException;
  }

  /** Without a status this address was asked for itself, and there is nothing at it. */
  private static ApiProblem ofStatus(@Nullable Object code) {
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    if (code == null || status == HttpStatus.NOT_FOUND) {
      return ApiProblem.of(HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address.");
    }
    if (status == null || status.is5xxServerError()) {
      return ApiProblem.of(
          HttpStatus.INTERNAL_SERVER_ERROR,
          "internal",
          "Something went wrong here; the log of the application says more.");
    }
    return ApiProblem.of(status, "error", "The request could not be understood.");
  }
}
