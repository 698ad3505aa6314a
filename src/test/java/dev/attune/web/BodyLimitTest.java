package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyLimitTest {
  private final BodyLimit limit =
      new BodyLimit(of -> 10, (request, response) -> response.setStatus(413));

  @Test
  void onlyWhatAnnouncesMoreThanTheLimitIsRefused() throws ServletException, IOException {
    assertThat(status(11)).isEqualTo(413);
    assertThat(status(10)).isEqualTo(200);
    assertThat(status(-1)).as("a length that is not known").isEqualTo(200);
  }

  private int status(long length) throws ServletException, IOException {
    MockHttpServletResponse response = new MockHttpServletResponse();
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return length;
          }
        };
    limit.doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
