package dev.attune.web;

import dev.attune.settings.AttuneProperties;
import dev.attune.settings.HttpProperties;
import io.github.wimdeblauwe.htmx.spring.boot.security.HxRefreshHeaderAuthenticationEntryPoint;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may do what. With credentials, the API takes a bearer token or the session of a person who
 * logged in, and the pages take the session. Without, all is open to this machine, and only the
 * guard against other web sites stands.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  /** Scripts and styles are files of ours; nothing written into a page runs. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none';"
          + " base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** What this machine calls itself. */
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "[::1]", "::1");

  private static final String STALE_FORM =
      "This form is too old, or did not come from a page of Attune. Nothing was changed.";

  /** What programs ask for: the API, and what it says of itself. */
  private static final String[] API = {"/api/**", "/v3/api-docs/**", "/v3/api-docs.yaml"};

  /** Links from elsewhere find whoever logged in still logged in; forms and scripts do not. */
  static final String SAME_SITE = "Lax";

  private final AttuneProperties.Security security;
  private final HttpProperties limits;
  private final long maxUpload;
  private final LargeBodies large;

  SecurityConfiguration(
      AttuneProperties properties,
      HttpProperties limits,
      MultipartProperties multipart,
      LargeBodies large) {
    security = properties.security();
    this.limits = limits;
    maxUpload = multipart.getMaxRequestSize().toBytes();
    this.large = large;
  }

  private BodyLimit bodyLimit(boolean strangersLogIn, BodyLimit.Refusal refusal) {
    return new BodyLimit(
        request -> large.takes(request) ? large.body() : maxUpload,
        limits.maxBody().toBytes(),
        strangersLogIn,
        request -> large.takes(request) ? large.part() : ApiProblems.UPLOAD,
        refusal);
  }

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, ProblemWriter problems) throws Exception {
    http.securityMatcher(API)
        .headers(SecurityConfiguration::headers)
        // No CSRF token for programs; the guard keeps browsers of other sites out instead.
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(bodyLimit(false, problems::write), CsrfFilter.class)
        .addFilterBefore(
            new BrowserGuard(
                names(),
                (request, response, detail) ->
                    problems.write(request, response, forbidden(detail))),
            UsernamePasswordAuthenticationFilter.class)
        .addFilterBefore(
            new BearerTokenFilter(security.tokens()), UsernamePasswordAuthenticationFilter.class)
        .exceptionHandling(
            e ->
                e.authenticationEntryPoint(
                        (request, response, failure) -> {
                          response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                          problems.write(
                              request,
                              response,
                              ApiProblem.of(
                                  HttpStatus.UNAUTHORIZED,
                                  "unauthorized",
                                  "A bearer token is needed, and it must be a valid one."));
                        })
                    .accessDeniedHandler(
                        (request, response, failure) ->
                            problems.write(request, response, forbidden("This is not allowed."))));
    access(http);
    return http.build();
  }

  /** The names that this server answers to; none for all. */
  private Collection<String> names() {
    return security.enabled() && limits.hosts().isEmpty()
        ? List.of()
        : Stream.concat(LOCAL.stream(), security.enabled() ? limits.hosts().stream() : Stream.of())
            .toList();
  }

  private static ApiProblem forbidden(String detail) {
    return ApiProblem.of(HttpStatus.FORBIDDEN, "forbidden", detail);
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    http.addFilterBefore(
            new BrowserGuard(names(), ErrorController::refuse),
            UsernamePasswordAuthenticationFilter.class)
        .addFilterBefore(bodyLimit(security.enabled(), ErrorController::refuse), CsrfFilter.class)
        .headers(SecurityConfiguration::headers)
        .csrf(
            c ->
                c.csrfTokenRepository(token())
                    .csrfTokenRequestHandler(eager())
                    .ignoringRequestMatchers(SecurityConfiguration::isOfNoMethod))
        .exceptionHandling(
            e ->
                e.accessDeniedHandler(
                    (request, response, failure) ->
                        ErrorController.refuse(request, response, STALE_FORM)));
    if (security.enabled()) {
      OwnPages asked = OwnPages.askedFor();
      http.addFilterBefore(
          new LoginPace(LoginPace.Pace.DEFAULT), UsernamePasswordAuthenticationFilter.class);
      http.formLogin(
          f ->
              f.withObjectPostProcessor(new NoSessionForFailures())
                  .successHandler(asked.goThere()));
      http.requestCache(c -> c.requestCache(asked));
      http.logout(l -> l.logoutSuccessUrl("/login"));
      // A page that polls must not show the login page where a part of it should be.
      http.exceptionHandling(
          e ->
              e.defaultAuthenticationEntryPointFor(
                      new LoginUrlAuthenticationEntryPoint("/login"),
                      request -> request.getHeader("HX-Request") == null)
                  .defaultAuthenticationEntryPointFor(
                      new HxRefreshHeaderAuthenticationEntryPoint(),
                      request -> request.getHeader("HX-Request") != null));
    }
    access(http);
    return http.build();
  }

  /**
   * As the default, and no parameter may hold a null character: PostgreSQL takes none. Methods that
   * no address takes pass, to be told which ones it takes.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
    return firewall;
  }

  @Bean
  RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
    return (request, response, rejection) -> {
      if (request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
        problems.write(request, response, ApiProblems.of(rejection));
      } else {
        response.sendError(HttpStatus.BAD_REQUEST.value());
      }
    };
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(c -> c.policyDirectives(CONTENT_POLICY))
        .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
        // Over HTTPS; what else runs below this name is not ours to decide.
        .httpStrictTransportSecurity(h -> h.includeSubDomains(false));
  }

  private static CookieCsrfTokenRepository token() {
    CookieCsrfTokenRepository token = new CookieCsrfTokenRepository();
    token.setCookieCustomizer(c -> c.sameSite(SAME_SITE));
    return token;
  }

  /** A wrong password is told by the address alone. */
  private static final class NoSessionForFailures
      implements ObjectPostProcessor<UsernamePasswordAuthenticationFilter> {
    @Override
    public <O extends UsernamePasswordAuthenticationFilter> O postProcess(O filter) {
      SimpleUrlAuthenticationFailureHandler handler =
          new SimpleUrlAuthenticationFailureHandler("/login?error");
      handler.setAllowSessionCreation(false);
      filter.setAuthenticationFailureHandler(handler);
      return filter;
    }
  }

  /** Whether a request can only be answered with 405. */
  private static boolean isOfNoMethod(HttpServletRequest request) {
    return Arrays.stream(HttpMethod.values()).noneMatch(m -> m.matches(request.getMethod()));
  }

  /** Writes the token's cookie before the page, which may be sent before its last form is made. */
  private static CsrfTokenRequestHandler eager() {
    XorCsrfTokenRequestAttributeHandler handler = new XorCsrfTokenRequestAttributeHandler();
    handler.setCsrfRequestAttributeName(null);
    return handler;
  }

  private void access(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(
        requests -> {
          requests
              // Tomcat includes the error page where an answer has begun already.
              .dispatcherTypeMatchers(
                  DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.INCLUDE)
              .permitAll();
          requests
              .requestMatchers("/actuator/health/**", "/webjars/**", "/css/**", "/js/**")
              .permitAll();
          if (security.enabled()) {
            requests.anyRequest().authenticated();
          } else {
            requests.anyRequest().permitAll();
          }
        });
  }

  /** The one who may log in, or nobody. */
  @Bean
  UserDetailsService users() {
    InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
    if (security.password() != null) {
      String encoded =
          PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(security.password());
      users.createUser(User.withUsername(security.username()).password(encoded).build());
    }
    return users;
  }
}
