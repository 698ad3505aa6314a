package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The main job with nothing replaced: the real engine, built-in models and pictures, over HTTP. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:end-to-end",
      "attune.demo=false",
      "attune.shard-size=3"
    })
@Timeout(900) // against a hang; a busy machine may be slow
class EndToEndTest {
  private static final List<String> METRICS = List.of("top1", "top5", "ece");

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @LocalServerPort private int port;

  @Test
  void anExperimentFromItsPostToItsExport() throws Exception {
    ApiClient api = new ApiClient(port);
    JsonNode posted =
        api.post(
            "/api/experiments",
            """
            {"preset": "rlcf-tune", "dataset": "icons-outline", "limit": 5, "seed": 11,
             "method": {"steps": 2, "views": 4, "selection": 0.5, "sampleK": 3}}
            """);
    String id = posted.path("id").asString();
    String path = "/api/experiments/" + id;

    JsonNode done = api.await(id, ApiClient::finished);

    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
    assertThat(done.at("/progress/done").asInt()).isEqualTo(5);
    assertThat(done.at("/progress/failed").asInt()).as(done.toString()).isZero();
    for (String set : List.of("metrics", "baseline", "gains")) {
      assertThat(done.path(set).propertyNames()).containsExactlyElementsOf(METRICS);
      for (String metric : METRICS) {
        JsonNode estimate = done.path(set).path(metric);
        assertThat(estimate.path("value").asDouble())
            .isBetween(set.equals("gains") ? -1.0 : 0.0, 1.0)
            .isBetween(estimate.path("low").asDouble(), estimate.path("high").asDouble());
      }
    }
    assertThat(done.at("/provenance/models/icons-clip-s").asString()).hasSize(64);
    assertThat(done.at("/provenance/models/icons-clip-l").asString()).hasSize(64);
    assertThat(done.at("/provenance/fingerprints/icons-clip-s").asString()).hasSize(64);
    assertThat(done.at("/provenance/engine").asString()).startsWith("PyTorch");

    JsonNode samples = api.json(path + "/samples");
    assertThat(samples.path("totalItems").asInt()).isEqualTo(5);
    for (JsonNode sample : samples.path("items")) {
      assertThat(sample.path("truth").asString()).isNotBlank();
      assertThat(sample.path("millis").asDouble()).isPositive();
      assertThat(sample.at("/before/top").size()).isEqualTo(5);
      assertThat(sample.at("/after/text").asString()).isNotBlank();
      assertThat(sample.path("steps").size()).isEqualTo(2);
      assertThat(sample.at("/steps/0/candidates").size()).isEqualTo(3);
      assertThat(sample.at("/steps/0/candidates/0/value").asDouble()).isNotNegative();
    }

    HttpResponse<String> csv = api.get(path + "/export.csv");
    assertThat(csv.body().lines()).hasSize(6);
    JsonNode export = api.json(path + "/export.json");
    assertThat(export.path("samples")).isEqualTo(samples.path("items"));
    assertThat(export.at("/experiment/metrics")).isEqualTo(done.path("metrics"));
    JsonNode board = api.json("/api/leaderboards/classification/icons-outline");
    assertThat(board.at("/rows/0/experimentId").asString()).isEqualTo(id);
    assertThat(board.at("/rows/0/metrics")).isEqualTo(done.path("metrics"));
  }
}
