package dev.attune.web;

import dev.attune.web.guard.Sender;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows down who tries passwords. Each try of a sender, and each for an account, takes a token,
 * which comes back when the password is right and else in time. A sender without tokens waits for
 * the next one, in a short queue. An account without tokens costs every try the same short wait,
 * but is never closed: whoever has the password gets in from another address, whatever others try.
 */
class LoginPace extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(LoginPace.class);
  private static final int MOST_KNOWN = 10_000;
  private static final int LONGEST_NAME = 64;

  private final Pace pace;
  private final Map<String, Tries> senders = known();
  private final Map<String, Tries> accounts = known();

  /**
   * @param tries that a sender has at once, and an account twice as many
   * @param every when one comes back
   * @param queue how long a try of a sender may wait
   * @param pause of a try for an account that has none left
   */
  record Pace(int tries, Duration every, Duration queue, Duration pause) {
    static final Pace DEFAULT =
        new Pace(5, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  LoginPace(Pace pace) {
    this.pace = pace;
  }

  /** Those who tried last; the others have their tokens back, or never had less. */
  private static Map<String, Tries> known() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_KNOWN;
          }
        });
  }

  private static final class Tries {
    private final Bucket bucket;
    private final int most;
    private boolean told;

    Tries(int most, Duration every) {
      this.most = most;
      bucket = Bucket.builder().addLimit(l -> l.capacity(most).refillGreedy(1, every)).build();
    }

    /** Whether the first token is missing since all were there. */
    synchronized boolean newlySpent() {
      long left = bucket.getAvailableTokens();
      boolean first = left <= 0 && !told;
      told = left < most && (told || first);
      return first;
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST")
        || !request.getRequestURI().equals(request.getContextPath() + "/login");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String from = Sender.of(request.getRemoteAddr());
    Tries sender = senders.computeIfAbsent(from, s -> new Tries(pace.tries(), pace.every()));
    Tries account =
        accounts.computeIfAbsent(name(request), a -> new Tries(2 * pace.tries(), pace.every()));
    try {
      if (sender.newlySpent()) {
        log.warn("Many wrong passwords come from {}: its logins are slowed down.", from);
      }
      if (!sender.bucket.asBlocking().tryConsume(1, pace.queue())) {
        refuse(request, response, sender.bucket);
        return;
      }
      if (account.newlySpent()) {
        log.warn("Many wrong passwords are tried for one account: its logins are slowed down.");
      }
      if (!account.bucket.tryConsume(1)) {
        Thread.sleep(pace.pause().toMillis());
      }
    } catch (InterruptedException e) { // the server stops
      Thread.currentThread().interrupt();
      return;
    }
    chain.doFilter(request, response);
    if (SecurityContextHolder.getContext().getAuthentication() != null) {
      sender.bucket.addTokens(1);
      account.bucket.addTokens(1);
    }
  }

  private static String name(HttpServletRequest request) {
    String name = Objects.requireNonNullElse(request.getParameter("username"), "");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Bucket bucket) throws IOException {
    long wait =
        1
            + TimeUnit.NANOSECONDS.toSeconds(
                bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
    ErrorController.refuse(
        request,
        response,
        ApiProblem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-logins",
            "Too many wrong passwords came from your address. Try again in %d s.".formatted(wait)));
  }
}
