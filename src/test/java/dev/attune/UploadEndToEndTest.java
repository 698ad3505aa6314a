package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.attune.testing.TestPictures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Uploads with nothing replaced: the real engine and built-in models, over HTTP. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:upload-end-to-end",
      "attune.demo=false",
      "attune.shard-size=1000"
    })
@Timeout(900) // against a hang; a busy machine may be slow
class UploadEndToEndTest {
  @TempDir private static Path home;

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
  }

  @LocalServerPort private int port;

  @Test
  void anUploadIsAnsweredInTheMidstOfAnExperiment() throws Exception {
    ApiClient api = new ApiClient(port);
    String id =
        api.post(
                "/api/experiments",
                "{\"preset\": \"rlcf-tune\", \"dataset\": \"icons-outline\", \"limit\": 900}")
            .path("id")
            .asString();
    api.await(id, e -> e.at("/progress/done").asInt() > 0);

    JsonNode first = classify(TestPictures.jpegTurned(64, 48, 6), 3);
    JsonNode again = classify(TestPictures.jpegTurned(64, 48, 6), 3);

    JsonNode experiment = api.json("/api/experiments/" + id);
    assertThat(experiment.path("status").asString()).isEqualTo("RUNNING");
    assertThat(experiment.at("/progress/done").asInt()).isLessThan(900);
    assertThat(first.path("status").asString()).as(first.toString()).isEqualTo("COMPLETED");
    assertThat(first.at("/picture/width").asInt()).isEqualTo(48);
    assertThat(first.at("/before/top").size()).isEqualTo(3);
    assertThat(first.path("steps").size()).isEqualTo(3);
    for (JsonNode step : first.path("steps")) {
      assertThat(step.path("candidates").size()).isEqualTo(2);
      double sum = 0;
      for (JsonNode candidate : step.path("candidates")) {
        assertThat(candidate.path("score").asDouble()).isNotNegative();
        sum += candidate.path("reward").asDouble();
      }
      assertThat(sum).as("less their mean").isBetween(-1e-5, 1e-5);
    }
    assertThat(again.path("after")).as("nothing was learnt").isEqualTo(first.path("after"));
    assertThat(again.path("steps")).isEqualTo(first.path("steps"));
    api.post("/api/experiments/" + id + "/cancel", "");
    api.await(id, ApiClient::finished);
  }

  @Test
  void everyMethodTakesTheSmallestPicture() throws Exception {
    for (String preset : List.of("zero-shot", "tpt", "rlcf-prompt", "tpt-tune", "kd-tune")) {
      JsonNode answer =
          upload(
              TestPictures.png(1, 1),
              "labels",
              "car,umbrella",
              "preset",
              preset,
              "views",
              "2",
              "selection",
              "1");
      assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("COMPLETED");
      assertThat(answer.at("/after/top").size()).isEqualTo(2);
    }
  }

  private JsonNode classify(byte[] image, int steps) throws Exception {
    return upload(
        image, "labels", "car,umbrella,rocket", "steps", Integer.toString(steps), "sampleK", "2");
  }

  private JsonNode upload(byte[] image, String... fields) throws Exception {
    return new ApiClient(port).ask("/api/classifications", "image", image, fields);
  }
}
