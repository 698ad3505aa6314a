package dev.attune.web.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.testing.FakeComputing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** What the real server bears of whoever sends to it, byte by byte. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:strangers;DB_CLOSE_DELAY=-1",
      "spring.main.allow-bean-definition-overriding=true",
      "attune.role=web",
      "attune.demo=false",
      "attune.security.username=ada",
      "attune.security.password=engine",
      "attune.security.tokens=secret",
      "attune.http.hosts=attune.example",
      "attune.http.trusted-proxies=127.0.0.2",
      "attune.http.max-connections=5",
      "attune.http.grace=500ms",
      "server.tomcat.threads.max=9",
      "server.tomcat.threads.min-spare=3"
    })
@Import(FakeComputing.class)
@DisabledOnOs(value = OS.MAC, disabledReason = "it has one address of its own")
@Timeout(60)
class StrangersTest {
  private static final String STRANGER = "127.0.0.1";
  private static final String PROXY = "127.0.0.2";
  private static final String CROWD = "127.0.0.3";

  @LocalServerPort private int port;

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void write(Socket socket, String... lines) throws IOException {
    socket.getOutputStream().write(String.join("\r\n", lines).getBytes(ISO_8859_1));
  }

  private static String answer(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) {
      // closed before all of ours was read
    }
    return answer.toString(ISO_8859_1);
  }

  private String get(String from, String host, String... headers) throws IOException {
    try (Socket socket = connect(from)) {
      write(socket, "GET /experiments HTTP/1.1", "Host: " + host, "Accept: text/html", "");
      for (String header : headers) {
        write(socket, header, "");
      }
      write(socket, "Connection: close", "", "");
      return answer(socket);
    }
  }

  /** Sends a byte now and then until the server has enough; its answer. */
  private static String drip(Socket socket) throws Exception {
    try {
      for (int i = 0; i < 50 && socket.getInputStream().available() == 0; i++) {
        socket.getOutputStream().write(' ');
        Thread.sleep(100);
      }
    } catch (SocketException e) {
      // closed
    }
    return answer(socket);
  }

  /** The form's fields would be waited for by whatever looks at them before it refuses. */
  @Test
  void formsBeyondASendersShareAreRefusedUnread() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = connect("127.0.0.4");
        open.add(socket);
        write(
            socket,
            "POST /login HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: 1000",
            "",
            "");
        Thread.sleep(50);
      }
      assertThat(answer(open.get(3))).startsWith("HTTP/1.1 503");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyByDripsIsCut() throws Exception {
    try (Socket socket = connect(STRANGER)) {
      write(
          socket,
          "POST /api/experiments HTTP/1.1",
          "Host: localhost",
          "Authorization: Bearer secret",
          "Content-Type: application/json",
          "Content-Length: 1000",
          "",
          "");
      assertThat(drip(socket)).startsWith("HTTP/1.1 408").contains("request-timeout");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        "GET /api/presets HTTP/1.1\r\nHost: localhost\r\nX-Long: "
      })
  void formsAndHeadersByDripsAreCut(String begun) throws Exception {
    try (Socket socket = connect(STRANGER)) {
      write(socket, begun);
      long from = System.nanoTime();
      assertThat(drip(socket)).doesNotContain("HTTP/1.1 2", "HTTP/1.1 3");
      assertThat(System.nanoTime() - from).isLessThan(4_000_000_000L);
    }
  }

  @Test
  void largeJsonIsRefusedBeforeItIsSent() throws Exception {
    try (Socket socket = connect(STRANGER)) {
      write(
          socket,
          "POST /api/experiments HTTP/1.1",
          "Host: localhost",
          "Authorization: Bearer secret",
          "Content-Type: application/json",
          "Content-Length: " + ((1 << 20) + 1),
          "",
          "");
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void anAddressHasSoManyConnectionsAndAProxyAny() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        open.add(connect(CROWD));
      }
      try (Socket sixth = connect(CROWD)) {
        assertThat(answer(sixth)).isEmpty();
      }
      for (int i = 0; i < 6; i++) {
        open.add(connect(PROXY));
      }
      assertThat(get(PROXY, "localhost")).startsWith("HTTP/1.1 302");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void onlyATrustedProxyIsBelieved() throws Exception {
    String[] forwarded = {
      "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: attune.example"
    };
    assertThat(get(PROXY, "localhost", forwarded))
        .startsWith("HTTP/1.1 302")
        .contains("Location: /login\r\n", "Strict-Transport-Security: ", "; Secure");
    assertThat(get(STRANGER, "localhost", forwarded))
        .startsWith("HTTP/1.1 302")
        .contains("Location: /login\r\n")
        .doesNotContain("Strict-Transport-Security", "; Secure", "https", "192.0.2.1");
    assertThat(get(STRANGER, "evil.com", forwarded)).startsWith("HTTP/1.1 403");
    assertThat(get(PROXY, "localhost", "X-Forwarded-Host: evil.com")).startsWith("HTTP/1.1 403");
  }

  @Test
  void otherNamesAreRefusedAndNotRepeated() throws Exception {
    assertThat(get(STRANGER, "attune.example")).startsWith("HTTP/1.1 302");
    assertThat(get(STRANGER, "evil.com")).startsWith("HTTP/1.1 403").doesNotContain("evil");
  }

  @Test
  void anOldClientNeedsNoName() throws Exception {
    try (Socket socket = connect(STRANGER)) {
      write(socket, "GET /login HTTP/1.0", "", "");
      assertThat(answer(socket)).startsWith("HTTP/1.1 200");
    }
  }
}
