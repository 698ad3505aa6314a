package dev.attune.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class BodyLimitTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String UPLOAD = "Multipart/form-data; boundary=x";
  private static final String JSON = "application/json";

  private final MockFilterChain chain = new MockFilterChain();

  @AfterEach
  void nobody() {
    SecurityContextHolder.clearContext();
  }

  @Test
  void onlyWhatAnnouncesMoreThanTheLimitIsRefused() throws ServletException, IOException {
    assertThat(status(UPLOAD, 100_001, false)).isEqualTo(413);
    assertThat(status(UPLOAD, 100_000, false)).isEqualTo(200);
    assertThat(status(UPLOAD, -1, false)).as("a length that is not known").isEqualTo(200);
    assertThat(status(JSON, 10_001, false)).isEqualTo(413);
    assertThat(status(JSON, 10_000, false)).isEqualTo(200);
    assertThat(status(null, 10_001, false)).isEqualTo(413);
  }

  @Test
  void strangersMaySendWhatALoginTakes() throws ServletException, IOException {
    assertThat(status(FORM, BodyLimit.STRANGERS, true)).isEqualTo(200);
    assertThat(status(FORM, BodyLimit.STRANGERS + 1, true)).isEqualTo(413);
    assertThat(status(UPLOAD, BodyLimit.STRANGERS + 1, true)).isEqualTo(413);
    assertThat(status(FORM, -1, true)).as("a length that is not known").isEqualTo(411);
    SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("a", "b"));
    assertThat(status(FORM, 10_000, true)).isEqualTo(200);
    assertThat(status(UPLOAD, 100_000, true)).isEqualTo(200);
  }

  @Test
  void aBodyOfUnknownLengthIsReadUpToTheLimit() throws ServletException, IOException {
    assertThat(status(JSON, -1, false)).isEqualTo(200);
    HttpServletRequest request = (HttpServletRequest) Objects.requireNonNull(chain.getRequest());
    assertThat(request.getInputStream().readNBytes(10_000)).hasSize(10_000);
    assertThatExceptionOfType(BodyTooLargeException.class)
        .isThrownBy(() -> request.getInputStream().readNBytes(10_001));
  }

  private int status(String type, long length, boolean strangersLogIn)
      throws ServletException, IOException {
    MockHttpServletResponse response = new MockHttpServletResponse();
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return length;
          }
        };
    request.setContentType(type);
    if (length < 0) {
      request.addHeader("Transfer-Encoding", "chunked");
      request.setContent("x".repeat(20_001).getBytes(UTF_8));
    }
    chain.reset();
    new BodyLimit(
            of -> 100_000,
            10_000,
            strangersLogIn,
            of -> "image",
            (refused, answer, problem) -> answer.setStatus(problem.status()))
        .doFilter(request, response, chain);
    return response.getStatus();
  }
}
