package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.attune.metric.VideoScores;
import dev.attune.testing.TestClips;
import dev.attune.testing.TestClips.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs over videos from their post to their leaderboard, and clips that are brought. */
@VideoApplication
@Timeout(900) // against a hang; a busy machine may be slow
class VideoEndToEndTest {
  private static final String SEARCHES = "/api/searches";

  @TempDir private Path folder;

  @LocalServerPort private int port;

  private ApiClient api;

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @BeforeEach
  void register() throws Exception {
    api = new ApiClient(port);
    MotionClips.register(port);
  }

  @Test
  void everyMethodFromItsPostToItsLeaderboard() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String preset : List.of("zero-shot-video", "rlcf-t2v", "rlcf-v2t")) {
      String method = preset.startsWith("rlcf") ? "{\"steps\": 2, \"sampleK\": 3}" : "{}";
      JsonNode posted =
          api.post(
              "/api/experiments",
              "{\"preset\": \"%s\", \"dataset\": \"%s\", \"method\": %s}"
                  .formatted(preset, MotionClips.NAME, method));
      String id = posted.path("id").asString();
      JsonNode done = api.await(id, ApiClient::finished);
      assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
      assertThat(done.at("/spec/task").asString()).isEqualTo("video-retrieval");
      assertThat(done.at("/progress/done").asInt()).isEqualTo(MotionClips.SIZE);
      assertThat(done.at("/progress/failed").asInt()).isZero();
      assertMetrics(done);
      JsonNode samples = api.json("/api/experiments/" + id + "/samples").path("items");
      assertThat(samples.size()).isEqualTo(MotionClips.SIZE);
      for (JsonNode sample : samples) {
        assertThat(sample.path("steps").size()).isEqualTo(preset.startsWith("rlcf") ? 2 : 0);
        assertThat(sample.at("/before/top").size()).isEqualTo(5);
      }
      ids.add(id);
    }
    JsonNode board = api.json("/api/leaderboards/video-retrieval/" + MotionClips.NAME);
    assertThat(board.path("rows").valueStream().map(r -> r.path("experimentId").asString()))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  private static void assertMetrics(JsonNode done) {
    List<String> expected = new ArrayList<>(VideoScores.METRICS.keySet());
    // nothing tells a registered set's directions, and QB-Norm is not asked for
    expected.removeAll(List.of("orderAccuracy", "t2vBeta", "v2tBeta"));
    for (String set : List.of("metrics", "baseline", "gains")) {
      assertThat(done.path(set).propertyNames()).containsExactlyElementsOf(expected);
      for (String metric : expected) {
        JsonNode estimate = done.path(set).path(metric);
        assertThat(estimate.path("value").asDouble())
            .isBetween(estimate.path("low").asDouble(), estimate.path("high").asDouble());
      }
    }
  }

  private JsonNode search(String fields) throws Exception {
    String body = "{\"dataset\": \"%s\", %s}".formatted(MotionClips.NAME, fields);
    return api.over(SEARCHES, api.post(SEARCHES, body));
  }

  @Test
  void aTextFindsVideosBeforeAndAfter() throws Exception {
    JsonNode answer =
        search("\"text\": \"%s\", \"steps\": 1, \"sampleK\": 3".formatted(MotionClips.caption(1)));
    assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("COMPLETED");
    assertThat(answer.path("task").asString()).isEqualTo("video-retrieval");
    assertThat(answer.at("/method/type").asString()).isEqualTo("rlcf-t2v");
    assertThat(answer.path("steps").size()).isEqualTo(1);
    for (String when : List.of("before", "after")) {
      assertThat(answer.path(when).path("samples").valueStream().map(JsonNode::asInt))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
    JsonNode zeroShot = search("\"text\": \"a car\", \"preset\": \"zero-shot-video\"");
    assertThat(zeroShot.path("after")).isEqualTo(zeroShot.path("before"));
  }

  @Test
  void aClipFindsTheTextsThatTheSameSampleFinds() throws Exception {
    JsonNode clip =
        api.ask(
            SEARCHES,
            "video",
            Files.readAllBytes(MotionClips.file(2)),
            "dataset",
            MotionClips.NAME,
            "steps",
            "1",
            "sampleK",
            "3");
    assertThat(clip.path("status").asString()).as(clip.toString()).isEqualTo("COMPLETED");
    assertThat(clip.at("/method/type").asString()).isEqualTo("rlcf-v2t");
    assertThat(clip.at("/video/frames").asInt()).isEqualTo(12);
    assertThat(clip.at("/before/top").size()).isEqualTo(12);
    JsonNode sample = search("\"sample\": 2, \"steps\": 1, \"sampleK\": 3");
    assertThat(sample.path("before")).isEqualTo(clip.path("before"));
    assertThat(sample.path("after")).isEqualTo(clip.path("after"));
    assertThat(sample.at("/video/notes/0").asString()).contains("It is sample 2 of small-motion");
    String at = "/playground/search/" + clip.path("id").asString();
    assertThat(api.get(at).body()).contains(at + "/video.webm", at + "/strip.png");
    for (String file : List.of("/video.webm", "/strip.png")) {
      assertThat(api.get(at + file).statusCode()).isEqualTo(200);
    }
    assertThat(api.get(at + "/picture.png").statusCode()).isEqualTo(404);
    String again = sample.path("id").asString();
    assertThat(api.get("/playground/search?from=" + again).body())
        .contains("name=\"sample\" value=\"2\"");
  }

  @Test
  void badClipsAreRefusedByTheirPartsNameAndLeaveNothing() throws Exception {
    TreeSet<Path> before = kept();
    Path wide = folder.resolve("wide.mov");
    TestClips.write(wide, Kind.MOV, new double[] {0}, 12, 8208, 16);
    Map<String, byte[]> bad =
        Map.of(
            "is no video of a known kind",
            "ffconcat version 1.0\nfile clip-0.webm\n".getBytes(StandardCharsets.UTF_8),
            "the file is empty",
            new byte[0],
            "holds sound and no pictures",
            Files.readAllBytes(TestClips.sound(folder.resolve("song.mp4"))),
            "has 8208 x 16 pixels",
            Files.readAllBytes(wide),
            "is larger than 3.0 MiB",
            new byte[3_400_000]);
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      assertRefused(upload(SEARCHES, "video", each.getValue()), 400, "video", each.getKey());
    }
    assertRefused(upload(SEARCHES, "video", new byte[5 << 20]), 413, "video", "is too large");
    assertRefused(
        api.uploadInChunks(SEARCHES, "video", new byte[5 << 20], "dataset", MotionClips.NAME),
        413,
        "video",
        "is too large");
    byte[] picture = {1};
    assertRefused(
        upload(SEARCHES, "image", picture), 400, "image", "this one takes the part video");
    assertRefused(
        api.upload(SEARCHES, "video", picture, "dataset", "scenes"),
        400,
        "video",
        "this one takes the part image");
    assertRefused(api.upload("/api/captions", "video", picture), 400, "image", "must be given");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  void onlyVideosMayBeLargerThanAllElse() throws Exception {
    byte[] large = padded(MotionClips.SIZE, 2_500_000);
    JsonNode answer =
        api.ask(
            SEARCHES,
            "video",
            large,
            "dataset",
            MotionClips.NAME,
            "preset",
            "rlcf-v2t",
            "steps",
            "0",
            "sampleK",
            "3");
    assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("COMPLETED");
    for (String path : List.of("/api/classifications", "/api/captions")) {
      assertRefused(upload(path, "image", large), 413, "image", "is too large");
      assertRefused(api.uploadInChunks(path, "image", large), 413, "image", "is too large");
    }
    HttpResponse<String> page = upload("/playground/search", "video", new byte[5 << 20]);
    assertThat(page.statusCode()).isEqualTo(413);
    assertThat(page.body()).contains("<html", "too large (part video)");
  }

  /** An mp4 with a box that nobody reads. */
  private byte[] padded(int frames, int bytes) throws IOException {
    byte[] mp4 = Files.readAllBytes(TestClips.write(folder.resolve("a.mp4"), Kind.MP4, frames, 3));
    byte[] padded = Arrays.copyOf(mp4, mp4.length + bytes);
    ByteBuffer.wrap(padded, mp4.length, 8)
        .putInt(bytes)
        .put("free".getBytes(StandardCharsets.US_ASCII));
    return padded;
  }

  private HttpResponse<String> upload(String path, String part, byte[] file) throws Exception {
    return api.upload(path, part, file, "dataset", MotionClips.NAME);
  }

  private static void assertRefused(
      HttpResponse<String> answer, int status, String field, String message) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(problem.at("/errors/0/message").asString()).contains(message);
  }

  /** All that is kept of uploads. */
  private static TreeSet<Path> kept() throws IOException {
    try (var files = Files.walk(Path.of(MotionClips.HOME, "uploads"))) {
      return new TreeSet<>(files.toList());
    }
  }
}
