package dev.attune.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites from using a visitor's browser against Attune: no changes on behalf of
 * another origin and, where everything is open, no other name for this machine (a name that was
 * rebound to 127.0.0.1 would count as the site's own).
 */
class BrowserGuard extends OncePerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** Says no, to a program or to a person. */
  @FunctionalInterface
  interface Refusal {
    void refuse(HttpServletRequest request, HttpServletResponse response, String detail)
        throws IOException;
  }

  private final boolean localNamesOnly;
  private final Refusal refusal;

  BrowserGuard(boolean localNamesOnly, Refusal refusal) {
    this.localNamesOnly = localNamesOnly;
    this.refusal = refusal;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (localNamesOnly && !LOCAL.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
      refusal.refuse(request, response, "Without credentials Attune answers to localhost only.");
    } else if (!SAFE.contains(request.getMethod()) && fromElsewhere(request)) {
      refusal.refuse(request, response, "Another web site may not change anything here.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean fromElsewhere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !sameHost(origin, request.getHeader(HttpHeaders.HOST));
  }

  private static boolean sameHost(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
