package dev.attune.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.testing.FakeComputing;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** What a browser is given before, at and after a login, by the real server. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:login;DB_CLOSE_DELAY=-1",
      "spring.main.allow-bean-definition-overriding=true",
      "attune.role=web",
      "attune.demo=false",
      "attune.security.username=ada",
      "attune.security.password=engine"
    })
@Import(FakeComputing.class)
class LoginTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  @LocalServerPort private int port;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  private HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
        .header("Accept", "text/html");
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return browser.send(request(address).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> logIn(String password) throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(get("/login").body());
    assertThat(token.find()).isTrue();
    String form =
        "username=ada&password=%s&_csrf=%s"
            .formatted(password, URLEncoder.encode(token.group(1), UTF_8));
    return browser.send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void strangersGetNoSessionAndWhoLogsInThePageAskedFor() throws Exception {
    assertThat(location(get("/experiments?status=FAILED"))).endsWith("/login");
    assertThat(get("/experiments?q=" + "x".repeat(5000)).statusCode()).isEqualTo(302);
    HttpResponse<String> wrong = logIn("wrong");
    assertThat(location(wrong)).endsWith("/login?error");
    assertThat(get("/login?error").body()).contains("Invalid credentials");
    assertThat(cookies.getCookieStore().getCookies())
        .extracting(HttpCookie::getName)
        .doesNotContain("JSESSIONID");
    HttpResponse<String> right = logIn("engine");
    assertThat(location(right)).contains("/experiments?status=FAILED");
    assertThat(right.headers().allValues("Set-Cookie"))
        .anySatisfy(
            c -> assertThat(c).startsWith("JSESSIONID=").contains("HttpOnly", "SameSite=Lax"));
    assertThat(get("/experiments").statusCode()).isEqualTo(200);
  }

  @Test
  void aCookieOfANeighbourLeadsNowhere() throws Exception {
    String elsewhere = "http://localhost.example/experiments";
    HttpCookie asked =
        new HttpCookie(
            "REDIRECT_URI", Base64.getEncoder().encodeToString(elsewhere.getBytes(UTF_8)));
    asked.setPath("/");
    asked.setVersion(0);
    cookies.getCookieStore().add(URI.create("http://localhost:" + port), asked);
    assertThat(location(logIn("engine"))).doesNotContain("localhost.example");
  }

  @Test
  void everyCookieStaysOnTheSite() throws Exception {
    assertThat(get("/experiments").headers().allValues("Set-Cookie"))
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c).contains("SameSite=Lax", "HttpOnly"));
  }

  @Test
  void theApiHasThePagesPolicies() throws Exception {
    HttpResponse<String> page = get("/login");
    HttpResponse<String> api = get("/api/presets");
    assertThat(api.statusCode()).isEqualTo(401);
    for (String header : new String[] {"Content-Security-Policy", "Referrer-Policy"}) {
      assertThat(api.headers().firstValue(header))
          .isPresent()
          .isEqualTo(page.headers().firstValue(header));
    }
  }
}
