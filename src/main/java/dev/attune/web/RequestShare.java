package dev.attune.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only as many pages be made at once as there are cores, the first who came first, so that
 * many visitors take no more turns from a running experiment than few. Who has waited for a while
 * goes on nonetheless: a reader that is slow to take its page must not keep all others out. What
 * has a body, or is written while it is read, is not held up.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RequestShare extends OncePerRequestFilter {
  private static final long LONGEST_WAIT = 500; // milliseconds

  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !request.getMethod().equals("GET")
        || path.contains("/export.")
        || path.contains("/actuator/")
        || path.contains("/playground/"); // its answers wait for the engine
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean mine = false;
    try {
      mine = cores.tryAcquire(LONGEST_WAIT, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      chain.doFilter(request, response);
    } finally {
      if (mine) {
        cores.release();
      }
    }
  }
}
