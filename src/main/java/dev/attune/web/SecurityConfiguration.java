package dev.attune.web;

import dev.attune.settings.AttuneProperties;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Who may do what. With credentials, the API takes a bearer token or the session of a person who
 * logged in, and the pages take the session. Without, all is open to this machine, and only the
 * guard against other web sites stands.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private final AttuneProperties.Security security;

  SecurityConfiguration(AttuneProperties properties) {
    security = properties.security();
  }

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, ProblemWriter problems) throws Exception {
    http.securityMatcher("/api/**")
        // No CSRF token for programs; the guard keeps browsers of other sites out instead.
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(
            new BrowserGuard(!security.enabled(), problems),
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
                            problems.write(
                                request,
                                response,
                                ApiProblem.of(
                                    HttpStatus.FORBIDDEN, "forbidden", "This is not allowed."))));
    access(http);
    return http.build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http, ProblemWriter problems) throws Exception {
    http.addFilterBefore(
        new BrowserGuard(!security.enabled(), problems),
        UsernamePasswordAuthenticationFilter.class);
    if (security.enabled()) {
      http.formLogin(Customizer.withDefaults());
      http.logout(l -> l.logoutSuccessUrl("/login"));
    }
    access(http);
    return http.build();
  }

  /** As the default, and no parameter may hold a null character: PostgreSQL takes none. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
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

  private void access(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(
        requests -> {
          requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll();
          requests.requestMatchers("/actuator/health/**", "/webjars/**", "/css/**").permitAll();
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
