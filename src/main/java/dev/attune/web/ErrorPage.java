package dev.attune.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;

/** A problem as people see it. */
final class ErrorPage {
  private ErrorPage() {}

  static ModelAndView of(
      ApiProblem problem, HttpServletRequest request, HttpServletResponse response) {
    if (request.getHeader("HX-Request") != null) {
      // A part of a page was asked for, and the page itself can show what is wrong.
      response.setHeader("HX-Refresh", "true");
    }
    String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
    ModelAndView page =
        new ModelAndView(
            "error",
            Map.of("problem", problem, "retryAfter", retryAfter == null ? "" : retryAfter));
    page.setStatus(HttpStatusCode.valueOf(problem.status()));
    return page;
  }
}
