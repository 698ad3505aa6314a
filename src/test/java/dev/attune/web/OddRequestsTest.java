package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.playground.PlaygroundTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What no browser sends is the sender's mistake, over the real server. */
@PlaygroundTest
class OddRequestsTest {
  @LocalServerPort private int port;

  private HttpResponse<String> send(String method, String address, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/experiments?=x", "/datasets/icons?=x", "/api/experiments?=x", "/api/models?=x"})
  void aParameterThatCannotBeRead(String address) throws Exception {
    HttpResponse<String> answer = send("GET", address, "text/plain", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void aFormThatCannotBeRead() throws Exception {
    HttpResponse<String> answer =
        send("POST", "/experiments/new", "application/x-www-form-urlencoded", "=x&a=%zz");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data",
        "form-data; name=\"\"",
        "form-data; name=\"image\"",
        "form-data; name=\"labels\"; filename=\"a.txt\"",
        "form-data; name=\"image\"; filename=\"a\0b.png\"",
        "form-data; name=\"labels\"\r\nContent-Type: text/plain; charset=none-such",
        "form-data; name=\"image\"; filename*=none-such''a",
        "form-data; name=\"image\"; filename=\"=?none-such?Q?a?=\"",
        "attachment"
      })
  void aPartThatIsOdd(String disposition) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/classifications",
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: %s\r\n\r\nx\r\n--b--\r\n".formatted(disposition));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/models/%7B/pull",
    "GET, /api/models/%7B/pull",
    "DELETE, /api/models/a%20b%22/pull",
    "GET, /api/models/%C3%A9%7C",
    "DELETE, /api/models/%5E"
  })
  void aNameThatNoModelHas(String method, String address) throws Exception {
    HttpResponse<String> answer = send(method, address, "text/plain", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("no model is called");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/experiments/new", "/css/attune.css", "/api/experiments"})
  void aMethodThatNobodyTakes(String address) throws Exception {
    HttpResponse<String> answer = send("BREW", address, "text/plain", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET");
  }

  @Test
  void theServersOwnTraceIsOff() throws Exception {
    assertThat(send("TRACE", "/api/experiments", "text/plain", "").statusCode()).isEqualTo(405);
  }
}
