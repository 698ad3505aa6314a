package dev.attune.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites from using a visitor's browser against Attune: no changes on behalf of
 * another origin and no other name for this machine than those that are known (where everything is
 * open a name that was rebound to 127.0.0.1 would count as the site's own).
 */
class BrowserGuard extends OncePerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** Says no, to a program or to a person. */
  @FunctionalInterface
  interface Refusal {
    void refuse(HttpServletRequest request, HttpServletResponse response, String detail)
        throws IOException;
  }

  private final Set<String> names;
  private final Refusal refusal;

  /**
   * @param names that are known, in small letters; none when any will do
   */
  BrowserGuard(Collection<String> names, Refusal refusal) {
    this.names = Set.copyOf(names);
    this.refusal = refusal;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!names.isEmpty() && !names.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
      refusal.refuse(
          request,
          response,
          "Attune answers to localhost, and with credentials to the names in attune.http.hosts.");
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
    return origin != null && !sameHost(origin, request);
  }

  /** By the header, or by what a trusted proxy says the header was. */
  private static boolean sameHost(String origin, HttpServletRequest request) {
    String known =
        UrlUtils.buildFullRequestUrl(
            request.getScheme(), request.getServerName(), request.getServerPort(), "", null);
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null
          && (authority.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))
              || origin.equalsIgnoreCase(known));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
