package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A process that is killed loses nothing but the samples it was at. */
@Timeout(1800) // against a hang; a busy machine may be slow
class KilledProcessTest {
  @TempDir private Path home;
  private @Nullable Process process;

  @AfterEach
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void nextProcessGivesTheNumbersOfAnUninterruptedRun() throws Exception {
    ApiClient api = start(15);
    String id =
        api.post(
                "/api/experiments",
                """
                {"preset": "rlcf-tune", "dataset": "icons-outline", "limit": 60,
                 "method": {"steps": 2, "views": 4, "selection": 0.5}}
                """)
            .path("id")
            .asString();
    api.await(id, e -> e.at("/progress/done").asInt() > 15); // one shard written, one begun
    kill();
    Instant killed = Instant.now();

    api = start(7);
    JsonNode resumed = api.await(id, ApiClient::finished);
    String again = api.post("/api/experiments/" + id + "/rerun", "").path("id").asString();
    JsonNode whole = api.await(again, ApiClient::finished);

    assertThat(resumed.path("status").asString()).as(resumed.toString()).isEqualTo("COMPLETED");
    assertThat(Instant.parse(resumed.path("finishedAt").asString())).isAfter(killed);
    assertThat(Instant.parse(resumed.path("startedAt").asString())).isBefore(killed);
    for (String numbers : List.of("metrics", "baseline", "gains")) {
      assertThat(resumed.path(numbers)).isEqualTo(whole.path(numbers)).isNotEmpty();
    }
    assertThat(samples(api, id)).hasSize(60).isEqualTo(samples(api, again));
  }

  @Test
  void whatWasAcceptedIsThereAfterAKill() throws Exception {
    ApiClient api = start(15);
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      accepted.add(
          api.post(
                  "/api/experiments",
                  """
                  {"preset": "zero-shot", "dataset": "icons-outline", "limit": 5}
                  """)
              .path("id")
              .asString());
    }
    kill();

    api = start(15);

    for (String id : accepted) {
      assertThat(api.get("/api/experiments/" + id).statusCode()).as(id).isEqualTo(200);
    }
  }

  /** All samples but the time they took. */
  private static List<JsonNode> samples(ApiClient api, String id) throws Exception {
    List<JsonNode> samples = new ArrayList<>();
    for (JsonNode sample : api.json("/api/experiments/" + id + "/export.json").path("samples")) {
      samples.add(((ObjectNode) sample).without("millis"));
    }
    return samples;
  }

  /** Starts the application in a process of its own. */
  private ApiClient start(int shardSize) throws IOException, InterruptedException {
    int port = freePort();
    Path log = home.resolve("log-" + port);
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-Djava.io.tmpdir=" + home, // nobody else deletes what a killed process leaves
                "-cp",
                System.getProperty("java.class.path"),
                AttuneApplication.class.getName(),
                "--server.port=" + port,
                "--attune.home=" + home,
                "--attune.demo=false",
                "--attune.shard-size=" + shardSize)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process = started;
    ApiClient api = new ApiClient(port);
    while (!answers(api)) {
      assertThat(started.isAlive()).as(() -> read(log)).isTrue();
      Thread.sleep(50);
    }
    return api;
  }

  private static boolean answers(ApiClient api) throws IOException, InterruptedException {
    try {
      return api.get("/actuator/health").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
