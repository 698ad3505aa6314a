package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.experiment.LocalExperiments;
import dev.attune.experiment.LocalResult;
import dev.attune.spec.ExperimentRequest;
import dev.attune.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A method that takes queries together, whose answers say how many came. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:batches",
      "attune.demo=false",
      "attune.shard-size=3"
    })
@DirtiesContext // its scheduler would go on polling
@Timeout(900) // against a hang; a busy machine may be slow
class BatchTest {
  @TempDir private static Path home;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry properties) throws Exception {
    Path plugins = Files.createDirectories(home.resolve("plugins"));
    PluginJars.make(
        plugins.resolve("together.jar"),
        "Together",
        PluginJars.source("Together"),
        home.resolve("scratch"));
    properties.add("attune.home", home::toString);
  }

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @Test
  void shardsEndWhereBatchesDoAndTooFewAreLeftAlone() throws Exception {
    String request =
        """
        {"dataset": "icons-outline", "limit": 10, "method": {"type": "together"}}
        """;
    JsonNode run = completed(request);
    String id = run.path("id").asString();

    assertThat(run.at("/progress/failed").asInt()).isZero();
    assertThat(shards(id)).containsExactly("0-4", "4-8", "8-10");
    String fourth = new BuiltInDatasets().open("icons-outline").classNames().get(4);
    List<JsonNode> samples = samples(id);
    assertThat(samples.subList(0, 8))
        .allSatisfy(s -> assertThat(s.at("/after/text").asString()).isEqualTo(fourth));
    assertThat(samples.subList(8, 10))
        .hasSize(2)
        .allSatisfy(s -> assertThat(s.path("after")).isEqualTo(s.path("before")));
    String note = "2 samples were too few for a batch and keep the model's own answer.";
    assertThat(run.path("notes").valueStream().map(JsonNode::asString)).containsExactly(note);
    assertThat(new ApiClient(port).get("/experiments/" + id).body())
        .contains("2 samples were too few for a batch");

    JsonNode again = new ApiClient(port).post("/api/experiments/" + id + "/rerun", "");
    JsonNode second = await(again);
    assertThat(second.path("notes")).as("once").isEqualTo(run.path("notes"));
    assertThat(second.path("metrics")).isNotEmpty().isEqualTo(run.path("metrics"));

    LocalResult local = local(request);
    assertThat(local.unadapted()).isEqualTo(2);
    assertThat(local.metrics().get("top1").value())
        .isEqualTo(run.at("/metrics/top1/value").asDouble());
  }

  /** The same without the queue, in the same home. */
  private static LocalResult local(String request) {
    System.setProperty("attune.home", home.toString());
    try (LocalExperiments experiments = LocalExperiments.open()) {
      return experiments.run(
          experiments.resolve(JsonMapper.shared().readValue(request, ExperimentRequest.class)),
          (done, total) -> {});
    } finally {
      System.clearProperty("attune.home");
    }
  }

  @Test
  void aRunOfWholeBatchesHasNoNote() throws Exception {
    JsonNode run =
        completed(
            """
            {"dataset": "icons-outline", "limit": 5,
             "method": {"type": "together", "most": 5, "least": 5}}
            """);
    assertThat(run.path("notes")).isEmpty();
    assertThat(shards(run.path("id").asString())).containsExactly("0-5");
    JsonNode shorter =
        completed(
            """
            {"dataset": "icons-outline", "limit": 5,
             "method": {"type": "together", "most": 4, "least": 2}}
            """);
    assertThat(shorter.path("notes").toString())
        .contains("1 sample was too few for a batch and keeps the model's own answer.");
  }

  @Test
  void samplesAreNotCutInTwo() throws Exception {
    ApiClient api = new ApiClient(port);
    String id =
        api.post(
                "/api/experiments",
                """
                {"task": "retrieval", "dataset": "scenes", "limit": 5,
                 "method": {"type": "together", "most": 12, "least": 6}}
                """)
            .path("id")
            .asString();
    // five captions each, of which the method adapts to every one: two pictures fit
    assertThat(shards(id)).containsExactly("0-4", "4-5");
    api.post("/api/experiments/" + id + "/cancel", "");
    api.await(id, ApiClient::finished);
  }

  @Test
  void limitsOfABatchThatCannotBeAreNamed() throws Exception {
    JsonNode problem =
        new ApiClient(port)
            .post(
                "/api/experiments",
                """
                {"dataset": "icons-outline", "limit": 5,
                 "method": {"type": "together", "most": 0, "least": 2}}
                """);
    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.at("/errors/0/field").asString()).isEqualTo("method.most");
  }

  private List<String> shards(String id) {
    return jdbc.sql(
            "select first_index || '-' || last_index from shard where experiment_id = :id"
                + " order by number")
        .param("id", id)
        .query(String.class)
        .list();
  }

  private List<JsonNode> samples(String id) throws Exception {
    return new ApiClient(port)
        .json("/api/experiments/" + id + "/samples")
        .path("items")
        .valueStream()
        .toList();
  }

  private JsonNode completed(String request) throws Exception {
    return await(new ApiClient(port).post("/api/experiments", request));
  }

  private JsonNode await(JsonNode queued) throws Exception {
    assertThat(queued.path("id").asString()).as(queued.toString()).isNotEmpty();
    JsonNode done = new ApiClient(port).await(queued.path("id").asString(), ApiClient::finished);
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
    return done;
  }
}
