package dev.attune.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body before it is read that is larger than its kind may be: one that uploads a file,
 * any other, and one of somebody who has yet to log in. Without it a form that is too large would
 * lose its fields, and be refused for the lack of its token.
 */
class BodyLimit extends OncePerRequestFilter {
  /** Of a login, which has a name, a password and a token. */
  static final long STRANGERS = 8 << 10; // bytes

  private final ToLongFunction<HttpServletRequest> uploads;
  private final long others;
  private final boolean strangersLogIn;
  private final Function<HttpServletRequest, String> part;
  private final Refusal refusal;

  /** Says no, to a program or to a person. */
  @FunctionalInterface
  interface Refusal {
    void refuse(HttpServletRequest request, HttpServletResponse response, ApiProblem problem)
        throws IOException;
  }

  /**
   * @param uploads bytes that a form with files may have at its address
   * @param others bytes that any other body may have
   * @param strangersLogIn whether somebody without a session can do nothing but log in
   * @param part of a form that holds the file
   */
  BodyLimit(
      ToLongFunction<HttpServletRequest> uploads,
      long others,
      boolean strangersLogIn,
      Function<HttpServletRequest, String> part,
      Refusal refusal) {
    this.uploads = uploads;
    this.others = others;
    this.strangersLogIn = strangersLogIn;
    this.part = part;
    this.refusal = refusal;
  }

  static boolean ofUnknownLength(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean stranger =
        strangersLogIn && SecurityContextHolder.getContext().getAuthentication() == null;
    boolean upload =
        Objects.requireNonNullElse(request.getContentType(), "")
            .toLowerCase(Locale.ROOT)
            .startsWith("multipart/");
    long most = stranger ? STRANGERS : upload ? uploads.applyAsLong(request) : others;
    if (request.getContentLengthLong() > most) {
      refusal.refuse(
          request,
          response,
          upload && !stranger
              ? ApiProblem.tooLarge(part.apply(request))
              : ApiProblems.of(new BodyTooLargeException(most)));
    } else if (stranger && ofUnknownLength(request)) {
      refusal.refuse(
          request,
          response,
          ApiProblem.of(
              HttpStatus.LENGTH_REQUIRED,
              "length-required",
              "Before a login the length of a body has to be told."));
    } else {
      chain.doFilter(
          ofUnknownLength(request) && !upload ? new LimitedBody(request, most) : request, response);
    }
  }
}
