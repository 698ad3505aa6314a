package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import dev.attune.testing.OnH2;
import dev.attune.testing.WithLogin;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Who may do what. */
class SecurityTest {
  private static final String BODY =
      "{\"preset\": \"zero-shot\", \"dataset\": \"icons\", \"limit\": 1}";

  private static MockMvcTester.MockMvcRequestBuilder post(MockMvcTester mvc) {
    return mvc.post().uri("/api/experiments").contentType(MediaType.APPLICATION_JSON).content(BODY);
  }

  private static void assertForbidden(MvcTestResult answer) {
    assertThat(answer).hasStatus(403).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer)
        .bodyJson()
        .extractingPath("$.type")
        .isEqualTo("urn:attune:problem:forbidden");
  }

  @Nested
  @OnH2
  class WithoutCredentials {
    @Autowired private MockMvcTester mvc;

    @Test
    void allIsOpenToThisMachine() {
      assertThat(mvc.get().uri("/api/presets")).hasStatusOk();
      assertThat(post(mvc)).hasStatus(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "attune.evil.example", "192.168.0.7"})
    void otherNamesForThisMachineAreRefused(String host) {
      assertForbidden(
          mvc.get()
              .uri("/api/presets")
              .with(
                  request -> {
                    request.setServerName(host);
                    return request;
                  })
              .exchange());
    }

    @Test
    void otherSitesMayNotChangeAnything() {
      assertForbidden(post(mvc).header("Sec-Fetch-Site", "cross-site").exchange());
      assertForbidden(post(mvc).header("Sec-Fetch-Site", "same-site").exchange());
      assertForbidden(
          post(mvc)
              .header(HttpHeaders.HOST, "localhost")
              .header(HttpHeaders.ORIGIN, "https://evil.example")
              .exchange());
      assertForbidden(post(mvc).header(HttpHeaders.ORIGIN, "null").exchange());
      assertThat(post(mvc).header("Sec-Fetch-Site", "same-origin")).hasStatus(201);
      assertThat(
              post(mvc)
                  .header(HttpHeaders.HOST, "localhost:8080")
                  .header(HttpHeaders.ORIGIN, "http://localhost:8080"))
          .hasStatus(201);
    }
  }

  @Nested
  @WithLogin
  class WithCredentials {
    @Autowired private MockMvcTester mvc;

    @ParameterizedTest
    @ValueSource(strings = {"Bearer first-token", "bearer second-token"})
    void tokensOpenTheApi(String authorization) {
      assertThat(post(mvc).header(HttpHeaders.AUTHORIZATION, authorization)).hasStatus(201);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "Bearer",
          "Bearer ",
          "Bearer first",
          "Bearer first-token,second-token",
          "Basic YWRhOmVuZ2luZQ==",
          "first-token"
        })
    void nothingElseDoes(String authorization) {
      MvcTestResult answer =
          mvc.get().uri("/api/presets").header(HttpHeaders.AUTHORIZATION, authorization).exchange();

      assertThat(answer).hasStatus(401).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
      assertThat(answer).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      assertThat(answer)
          .bodyJson()
          .extractingPath("$.type")
          .isEqualTo("urn:attune:problem:unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/swagger-config"})
    void theDescriptionOfTheApiTakesATokenToo(String address) {
      assertThat(mvc.get().uri(address)).hasStatus(401);
      assertThat(mvc.get().uri(address).header(HttpHeaders.AUTHORIZATION, "Bearer first-token"))
          .hasStatusOk();
      assertThat(mvc.get().uri(address).with(user("ada"))).hasStatusOk();
    }

    @Test
    void theDescriptionAsksForAToken() {
      MvcTestResult answer = mvc.get().uri("/v3/api-docs").with(user("ada")).exchange();
      assertThat(answer)
          .bodyJson()
          .extractingPath("$.components.securitySchemes.token.scheme")
          .isEqualTo("bearer");
      assertThat(answer)
          .bodyJson()
          .extractingPath("$.paths['/api/presets'].get.responses")
          .asMap()
          .containsKey("401");
    }

    @Test
    void thePageOfTheDescriptionKeepsTheContentPolicy() {
      MvcTestResult page = mvc.get().uri("/swagger-ui/index.html").with(user("ada")).exchange();
      assertThat(page).hasStatusOk();
      assertThat(page.getResponse().getHeader("Content-Security-Policy"))
          .isEqualTo(
              mvc.get()
                  .uri("/experiments")
                  .with(user("ada"))
                  .exchange()
                  .getResponse()
                  .getHeader("Content-Security-Policy"))
          .contains("default-src 'self'");
    }

    @Test
    void whoLoggedInMayUseTheApiFromTheSite() {
      assertThat(post(mvc).with(user("ada")).header("Sec-Fetch-Site", "same-origin"))
          .hasStatus(201);
      assertForbidden(
          post(mvc).with(user("ada")).header("Sec-Fetch-Site", "cross-site").exchange());
    }

    @Test
    void pagesAskForALoginWithItsCsrfToken() {
      assertThat(mvc.get().uri("/swagger-ui.html")).hasStatus(302).hasRedirectedUrl("/login");
      assertThat(mvc.post().uri("/login").param("username", "ada").param("password", "engine"))
          .hasStatus(403);
      assertThat(
              mvc.post()
                  .uri("/login")
                  .param("username", "ada")
                  .param("password", "engine")
                  .with(csrf()))
          .hasRedirectedUrl("/");
      assertThat(
              mvc.post()
                  .uri("/login")
                  .param("username", "ada")
                  .param("password", "wrong")
                  .with(csrf()))
          .hasRedirectedUrl("/login?error");
    }

    @Test
    void healthIsOpenAndNothingElseOfTheActuator() {
      assertThat(mvc.get().uri("/actuator/health")).hasStatusOk();
      assertThat(mvc.get().uri("/actuator/info")).hasStatus(302);
      assertThat(mvc.get().uri("/actuator/env").with(user("ada"))).hasStatus(404);
    }

    @Test
    void otherNamesAreFine() {
      assertThat(
              mvc.get()
                  .uri("/api/presets")
                  .header(HttpHeaders.AUTHORIZATION, "Bearer first-token")
                  .with(
                      request -> {
                        request.setServerName("attune.example");
                        return request;
                      }))
          .hasStatusOk();
    }
  }
}
