package dev.attune.web;

import dev.attune.web.guard.Seldom;
import dev.attune.web.guard.Sender;
import dev.attune.web.guard.TrustedProxies;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leaves some of the server's threads to those who send nothing: at most three quarters may have a
 * request with a body, and at most a third those of one sender. More are told to come again. So
 * nobody who sends slowly, or much, keeps others from their pages. What nobody wanted to read is
 * read here to its end, while it still counts: a browser shows no answer before it has sent all.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BodyShare extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(BodyShare.class);

  private static final String RETRY_AFTER = "5"; // seconds
  private static final long LONGEST_REST = 30_000_000_000L; // nanoseconds
  private static final long LARGEST_REST = 256 << 20; // bytes

  private final ProblemWriter problems;
  private final TrustedProxies proxies;
  private final Seldom told = new Seldom();
  private final Semaphore all;
  private final int each;
  private final ConcurrentMap<String, Integer> senders = new ConcurrentHashMap<>();

  BodyShare(TomcatServerProperties tomcat, ProblemWriter problems, TrustedProxies proxies) {
    this.problems = problems;
    this.proxies = proxies;
    int threads = tomcat.getThreads().getMax();
    all = new Semaphore(Math.max(1, threads * 3 / 4));
    each = Math.max(1, threads / 3);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getContentLengthLong() <= 0 && !BodyLimit.ofUnknownLength(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String sender = Sender.of(request.getRemoteAddr());
    if (!all.tryAcquire()) {
      refuse(request, response, "All senders together have");
      return;
    }
    try {
      int had = senders.merge(sender, 1, Integer::sum);
      if (had > each && !proxies.contains(request.getRemoteAddr())) {
        refuse(request, response, sender + " has");
      } else {
        chain.doFilter(request, response);
        readRest(request, response);
      }
    } finally {
      senders.computeIfPresent(sender, (s, n) -> n == 1 ? null : n - 1);
      all.release();
    }
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, String who)
      throws IOException {
    if (told.again()) {
      log.warn("{} as many requests with bodies as are taken: more are refused.", who);
    }
    response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    ApiProblem problem =
        ApiProblem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "too-many-requests",
            "Too much is being sent at the same time. Nothing was read; send it again soon.");
    // not by the error page: what stands before it would wait for the form's fields
    problems.write(request, response, problem);
  }

  private static void readRest(HttpServletRequest request, HttpServletResponse response) {
    boolean failed = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
    if (failed || request.isAsyncStarted()) {
      return;
    }
    long until = System.nanoTime() + LONGEST_REST;
    try {
      ServletInputStream rest = request.getInputStream();
      if (rest.isFinished()) {
        return;
      }
      response.flushBuffer();
      byte[] buffer = new byte[8192];
      long read = 0;
      for (int n = 0; n >= 0 && read <= LARGEST_REST && System.nanoTime() < until; read += n) {
        n = rest.read(buffer);
      }
    } catch (IOException | IllegalStateException e) {
      // too slow, or gone, or begun as text: the server closes the connection
    }
  }
}
