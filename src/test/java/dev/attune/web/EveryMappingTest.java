package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.attune.testing.WithLogin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Whatever the application answers to, a new address too: not without credentials. */
@WithLogin
class EveryMappingTest {
  private static final Pattern OPEN = Pattern.compile("/actuator/health(/\\*\\*)?|/webjars/.*");

  private static final HttpMethod[] METHODS =
      Stream.concat(Stream.of(HttpMethod.values()), Stream.of(HttpMethod.valueOf("BREW")))
          .toArray(HttpMethod[]::new);

  @Autowired private ApplicationContext application;
  @Autowired private MockMvcTester mvc;

  /** All addresses as they were declared: controllers, actuator, files. */
  private Set<String> patterns() {
    Set<String> patterns = new LinkedHashSet<>();
    for (HandlerMapping mapping : application.getBeansOfType(HandlerMapping.class).values()) {
      if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
        methods.getHandlerMethods().keySet().forEach(m -> patterns.addAll(m.getPatternValues()));
      } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
        patterns.addAll(urls.getHandlerMap().keySet());
      } else if (mapping instanceof RouterFunctionMapping functions) {
        assertThat(functions.getRouterFunction()).isNull();
      } else {
        assertThat(mapping.getClass().getPackageName()).isEqualTo("a kind that is looked at");
      }
    }
    return patterns;
  }

  /** One of each that is not open, with any values in it. */
  private List<String> addresses() {
    return patterns().stream()
        .filter(p -> !OPEN.matcher(p).matches())
        .map(p -> p.replaceAll("\\{[^}]*}", "1").replaceAll("\\*+", "x"))
        .toList();
  }

  private MvcTestResult ask(HttpMethod method, String address) {
    return mvc.perform(request(method, address).with(csrf()));
  }

  @Test
  void withoutCredentialsNothingButHealthAndFilesIsReached() {
    List<String> answered = new ArrayList<>();
    for (String address : addresses()) {
      for (HttpMethod method : METHODS) {
        MvcTestResult answer = ask(method, address);
        if (answer.getMvcResult().getHandler() != null || !refused(address, answer)) {
          answered.add(method + " " + address + ": " + answer.getResponse().getStatus());
        }
      }
    }
    assertThat(answered).isEmpty();
  }

  private static boolean refused(String address, MvcTestResult answer) {
    return address.startsWith("/api/") || address.startsWith("/v3/api-docs")
        ? answer.getResponse().getStatus() == 401
        : answer.getResponse().getStatus() == 302
            && "/login".equals(answer.getResponse().getRedirectedUrl());
  }

  @Test
  void theAddressesAreFound() {
    assertThat(patterns())
        .contains(
            "/",
            "/experiments/new",
            "/api/experiments",
            "/api/models/{name}/pull",
            "/actuator/info",
            "/error",
            "/v3/api-docs",
            "/**");
  }

  @Test
  void loginHealthAndFilesAnswer() {
    assertThat(Stream.of("/login", "/actuator/health", "/css/attune.css", "/js/upload.js"))
        .allSatisfy(address -> assertThat(ask(HttpMethod.GET, address)).hasStatusOk());
  }
}
