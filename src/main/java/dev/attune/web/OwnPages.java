package dev.attune.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.util.UrlUtils;

/**
 * The page to go to after the login, in a cookie: strangers get no session. A cookie may come of a
 * neighbouring host: only addresses of this server are gone to.
 */
final class OwnPages extends CookieRequestCache {
  /** What a browser cannot take for another server's address. */
  private static final Pattern PATH = Pattern.compile("([A-Za-z0-9?].*)?");

  /** Longest address that is kept over a login, in characters: it must fit a header. */
  private static final int MAX_ASKED = 2000;

  private OwnPages() {}

  /** Of whole pages that a browser asks for. */
  static OwnPages askedFor() {
    OwnPages asked = new OwnPages();
    asked.setCookieCustomizer(c -> c.setAttribute("SameSite", SecurityConfiguration.SAME_SITE));
    asked.setRequestMatcher(
        request ->
            request.getMethod().equals("GET")
                && request.getHeader("HX-Request") == null
                && Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "")
                    .contains(MediaType.TEXT_HTML_VALUE)
                && UrlUtils.buildFullRequestUrl(request).length() <= MAX_ASKED);
    return asked;
  }

  /** Goes there by its path, so that no answer repeats what a sender took for our name. */
  AuthenticationSuccessHandler goThere() {
    SavedRequestAwareAuthenticationSuccessHandler handler =
        new SavedRequestAwareAuthenticationSuccessHandler();
    handler.setRequestCache(this);
    handler.setRedirectStrategy(
        (request, response, url) ->
            response.sendRedirect(Objects.requireNonNullElse(path(request, url), "/")));
    return handler;
  }

  @Override
  public @Nullable SavedRequest getRequest(
      HttpServletRequest request, HttpServletResponse response) {
    SavedRequest asked = super.getRequest(request, response);
    return asked != null && path(request, asked.getRedirectUrl()) != null ? asked : null;
  }

  /** The address without the server; null when it is another server's. */
  private static @Nullable String path(HttpServletRequest request, String address) {
    String here =
        UrlUtils.buildFullRequestUrl(
            request.getScheme(), request.getServerName(), request.getServerPort(), "/", null);
    return address.startsWith(here) && PATH.matcher(address.substring(here.length())).matches()
        ? address.substring(here.length() - 1)
        : null;
  }
}
