package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class LoginPaceTest {
  private final LoginPace login =
      new LoginPace(
          new LoginPace.Pace(
              2, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofMillis(200)));

  @AfterEach
  void nobody() {
    SecurityContextHolder.clearContext();
  }

  private MockHttpServletResponse tries(String address, String name, boolean right)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/login");
    request.setRemoteAddr(address);
    request.addParameter("username", name);
    MockHttpServletResponse response = new MockHttpServletResponse();
    SecurityContextHolder.clearContext();
    login.doFilter(
        request,
        response,
        (asked, answer) -> {
          if (right) {
            SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(name, null));
          }
        });
    return response;
  }

  @Test
  void anAddressWithManyWrongPasswordsHasToWait() throws Exception {
    assertThat(tries("192.0.2.1", "ada", false).getStatus()).isEqualTo(200);
    assertThat(tries("192.0.2.1", "bob", false).getStatus()).isEqualTo(200);
    MockHttpServletResponse third = tries("192.0.2.1", "eve", false);
    assertThat(third.getStatus()).isEqualTo(429);
    assertThat(Integer.parseInt(third.getHeader("Retry-After"))).isBetween(1, 61);
  }

  @Test
  void theOwnerGetsInFromElsewhereWhateverOthersTry() throws Exception {
    for (int i = 0; i < 20; i++) {
      tries("192.0.2." + i, "ada", false);
    }
    long from = System.nanoTime();
    assertThat(tries("198.51.100.7", "ada", true).getStatus()).isEqualTo(200);
    assertThat(System.nanoTime() - from).isBetween(200_000_000L, 2_000_000_000L);
  }

  @Test
  void rightPasswordsCostNothing() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(tries("192.0.2.1", "ada", true).getStatus()).isEqualTo(200);
    }
  }
}
