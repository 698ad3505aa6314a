package dev.attune.web;

import dev.attune.problem.Problem;
import dev.attune.storage.Outages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Turns every exception under {@code /api} into a problem; the pages have their own errors. */
@Component
class ApiExceptionResolver implements HandlerExceptionResolver, Ordered {
  private final ProblemWriter problems;
  private final Outages outages;

  ApiExceptionResolver(ProblemWriter problems, Outages outages) {
    this.problems = problems;
    this.outages = outages;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception exception) {
    if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
      return null;
    }
    Exception told = outages.told(exception);
    headers(response, told);
    try {
      problems.write(request, response, ApiProblems.of(told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelAndView();
  }

  /** What the status alone does not say. */
  static void headers(HttpServletResponse response, Exception exception) {
    if (exception instanceof Problem problem) {
      retryAfter(response, problem.retryAfter());
    } else if (exception instanceof HttpRequestMethodNotSupportedException method) {
      Set<HttpMethod> supported = method.getSupportedHttpMethods();
      if (supported != null) {
        response.setHeader(
            HttpHeaders.ALLOW,
            supported.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  private static void retryAfter(HttpServletResponse response, @Nullable Duration wait) {
    if (wait != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()));
    }
  }
}
