package dev.attune.hub.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDownloadTest {
  private static final int SIZE = 300_000;
  private static final DownloadProgress SILENT = (done, total) -> {};
  private static final DownloadLimits QUICK =
      new DownloadLimits(1_000_000, Duration.ofSeconds(20), 3, Duration.ofMillis(1));

  @TempDir private Path folder;
  private final byte[] content = FileServer.bytes(SIZE);
  private FileServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = new FileServer();
    server.put("weights.pt", content);
    target = folder.resolve("weights.pt");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static FileDownload download(DownloadLimits limits) {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    return new FileDownload(client, limits, path -> Long.MAX_VALUE);
  }

  private void fetch() throws IOException, InterruptedException {
    download(QUICK).fetch(server.url("weights.pt"), target, SIZE, SILENT);
  }

  private void assertArrived() throws IOException {
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void downloadsWithProgress() throws Exception {
    AtomicLong last = new AtomicLong();
    download(QUICK).fetch(server.url("weights.pt"), target, -1, (done, total) -> last.set(done));
    assertThat(last).hasValue(SIZE);
    assertArrived();
  }

  @Test
  void goesOnWhereTheServerHungUp() throws Exception {
    server.cutAfter(SIZE / 2);
    fetch();
    assertThat(server.requests()).hasSize(2).first().isEqualTo("all");
    assertThat(server.requests().get(1)).startsWith("bytes=").isNotEqualTo("bytes=0-");
    assertArrived();
  }

  @Test
  void keepsWhatArrivedForTheNextCall() throws Exception {
    server.cutAfter(SIZE / 8);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("weights.pt stopped at")
        .hasMessageContaining("is kept: try again to go on");
    assertThat(target).doesNotExist();
    server.cutAfter(Integer.MAX_VALUE);
    server.requests().clear();
    fetch();
    assertThat(server.requests()).hasSize(1).first().asString().startsWith("bytes=");
    assertArrived();
  }

  @Test
  void startsAgainWhereTheServerKnowsNoRanges() throws Exception {
    server.withoutRanges();
    server.behave(
        (exchange, attempt) -> {
          server.cutAfter(attempt == 1 ? SIZE / 2 : Integer.MAX_VALUE);
          return false;
        });
    fetch();
    assertThat(server.requests()).hasSize(2);
    assertArrived();
  }

  @Test
  void startsAgainWhenTheFileHasChanged() throws Exception {
    byte[] other = FileServer.bytes(SIZE);
    other[0]++;
    server.behave(
        (exchange, attempt) -> {
          server.cutAfter(attempt == 1 ? SIZE / 2 : Integer.MAX_VALUE);
          server.version("\"v%d\"".formatted(attempt));
          if (attempt > 1) {
            server.put("weights.pt", other);
          }
          return false;
        });
    fetch();
    assertThat(Files.readAllBytes(target)).isEqualTo(other);
  }

  @Test
  void startsAgainWhenMoreIsThereThanTheServerHas() throws Exception {
    Files.write(folder.resolve("weights.pt.part"), FileServer.bytes(SIZE + 5));
    Files.writeString(
        folder.resolve("weights.pt.part.from"), server.url("weights.pt") + "\n\"v1\"\n");
    fetch();
    assertArrived();
  }

  @Test
  void followsRedirects() throws Exception {
    server.behave(
        (exchange, attempt) -> {
          if (attempt > 1) {
            return false;
          }
          exchange.getResponseHeaders().set("Location", "/weights.pt");
          exchange.sendResponseHeaders(302, -1);
          return true;
        });
    download(QUICK).fetch(server.url("moved"), target, SIZE, SILENT);
    assertArrived();
  }

  @Test
  void triesAgainWhenTheServerIsBusy() throws Exception {
    server.behave(
        (exchange, attempt) -> {
          if (attempt > 2) {
            return false;
          }
          exchange.sendResponseHeaders(503, -1);
          return true;
        });
    fetch();
    assertThat(server.requests()).hasSize(3);
    assertArrived();
  }

  @Test
  void givesUpOnAServerThatStaysBusy() {
    server.behave(
        (exchange, attempt) -> {
          exchange.sendResponseHeaders(500, -1);
          return true;
        });
    assertThatThrownBy(this::fetch).hasMessageContaining("127.0.0.1 answered 500");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aMissingFileIsAskedForOnce() {
    assertThatThrownBy(() -> download(QUICK).fetch(server.url("gone.pt"), target, -1, SILENT))
        .isInstanceOf(DownloadException.class)
        .hasMessage("weights.pt cannot be had: 127.0.0.1 answered 404");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void refusesAnotherSizeThanExpected() {
    assertThatThrownBy(
            () -> download(QUICK).fetch(server.url("weights.pt"), target, SIZE + 1, SILENT))
        .hasMessage("weights.pt has 300000 bytes at its source, not 300001 as expected");
  }

  @Test
  void refusesMoreThanTheBound() {
    DownloadLimits small = new DownloadLimits(1000, QUICK.stall(), 1, QUICK.firstWait());
    assertThatThrownBy(() -> download(small).fetch(server.url("weights.pt"), target, -1, SILENT))
        .hasMessage("weights.pt has 300000 bytes, and at most 1000 are taken");
  }

  @Test
  void stopsAServerThatSendsMoreThanItsBound() {
    server.behave(
        (exchange, attempt) -> {
          exchange.sendResponseHeaders(200, 0); // chunked: no length is announced
          exchange.getResponseBody().write(content);
          return true;
        });
    DownloadLimits small = new DownloadLimits(1000, QUICK.stall(), 1, QUICK.firstWait());
    assertThatThrownBy(() -> download(small).fetch(server.url("weights.pt"), target, -1, SILENT))
        .hasMessage("the server sends more than 1000 bytes");
  }

  @Test
  void saysThatTheDiskIsFull() {
    FileDownload full = new FileDownload(HttpClient.newHttpClient(), QUICK, path -> 1000);
    assertThatThrownBy(() -> full.fetch(server.url("weights.pt"), target, SIZE, SILENT))
        .hasMessage(
            "the disk is too full for weights.pt: 300000 bytes are missing and 1000 are free");
  }

  @Test
  void saysThatThereIsNoNetwork() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:%d/weights.pt".formatted(free));
    assertThatThrownBy(() -> download(QUICK).fetch(nobody, target, -1, SILENT))
        .hasMessageContaining("127.0.0.1 cannot be reached: there is no network")
        .hasMessageContaining("HTTPS_PROXY");
  }

  @Test
  void stopsWhenCancelledAndKeepsWhatArrived() {
    server.slow(50);
    AtomicLong arrived = new AtomicLong();
    DownloadProgress impatient =
        new DownloadProgress() {
          @Override
          public void at(long done, long total) {
            arrived.set(done);
          }

          @Override
          public boolean cancelled() {
            return arrived.get() > 0;
          }
        };
    assertThatThrownBy(
            () -> download(QUICK).fetch(server.url("weights.pt"), target, SIZE, impatient))
        .isInstanceOf(CancellationException.class);
    assertThat(folder.resolve("weights.pt.part")).exists();
    assertThat(target).doesNotExist();
  }

  @Test
  void noticesThatNothingComes() {
    server.behave(
        (exchange, attempt) -> {
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(content, 0, 1000);
          exchange.getResponseBody().flush();
          pause();
          return true;
        });
    DownloadLimits brief =
        new DownloadLimits(1_000_000, Duration.ofMillis(500), 1, QUICK.firstWait());
    assertThatThrownBy(() -> download(brief).fetch(server.url("weights.pt"), target, SIZE, SILENT))
        .hasMessageContaining("nothing came for");
  }

  private static void pause() {
    try {
      Thread.sleep(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void asksTheProxyOfTheEnvironment() throws Exception {
    String proxy = "127.0.0.1:" + server.address().getPort();
    HttpClient client =
        HttpClient.newBuilder().proxy(new EnvironmentProxy(Map.of("http_proxy", proxy))).build();
    new FileDownload(client, QUICK, path -> Long.MAX_VALUE)
        .fetch(URI.create("http://models.invalid/weights.pt"), target, SIZE, SILENT);
    assertArrived();
  }
}
