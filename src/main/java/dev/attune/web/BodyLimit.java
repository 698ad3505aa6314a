package dev.attune.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.ToLongFunction;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body that announces more than its address takes. Without it a form that is too large
 * would lose its fields, and be refused for the lack of its token.
 */
class BodyLimit extends OncePerRequestFilter {
  private final ToLongFunction<HttpServletRequest> maxBytes;
  private final Refusal refusal;

  /** Says no, to a program or to a person. */
  @FunctionalInterface
  interface Refusal {
    void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  BodyLimit(ToLongFunction<HttpServletRequest> maxBytes, Refusal refusal) {
    this.maxBytes = maxBytes;
    this.refusal = refusal;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > maxBytes.applyAsLong(request)) {
      refusal.refuse(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
