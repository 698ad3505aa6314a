package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.attune.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
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

/** A lab's own method in a jar of its own, beside jars that cannot be used. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.datasource.url=jdbc:h2:mem:plugins", "attune.demo=false"})
@Timeout(900) // against a hang; a busy machine may be slow
class PluginTest {
  @TempDir private static Path home;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry properties) throws Exception {
    Path plugins = Files.createDirectories(home.resolve("plugins"));
    String source = PluginJars.source();
    PluginJars.make(plugins.resolve("mean.jar"), "MeanOfViews", source, home.resolve("1"));
    PluginJars.make(
        plugins.resolve("old.jar"),
        "MeanOfViews",
        source.replace("@Api(Api.VERSION)", "@Api(0)").replace("mean-of-views", "old"),
        home.resolve("2"));
    PluginJars.make(
        plugins.resolve("twin.jar"),
        "MeanOfViews",
        source.replace("\"mean-of-views\"", "\"tpt\""),
        home.resolve("3"));
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    properties.add("attune.home", home::toString);
  }

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @Test
  void aMethodOfALabIsListedRunAndRanked() throws Exception {
    ApiClient api = new ApiClient(port);
    List<String> ids =
        api.json("/api/methods").valueStream().map(m -> m.path("type").asString()).toList();
    assertThat(ids).contains("mean-of-views", "tpt").doesNotContain("old").doesNotHaveDuplicates();
    String form = api.get("/experiments/new?method=mean-of-views").body();
    assertThat(form).contains("method.plainShare", "Share of the plain picture", "method.views");

    String id =
        api.post(
                "/api/experiments",
                """
                {"dataset": "icons-outline", "limit": 4,
                 "method": {"type": "mean-of-views", "views": 4, "selection": 1}}
                """)
            .path("id")
            .asString();
    JsonNode done = api.await(id, ApiClient::finished);
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
    assertThat(done.at("/progress/failed").asInt()).as(done.toString()).isZero();
    assertThat(done.at("/spec/method/plainShare").asDouble()).isEqualTo(0.5);
    byte[] jar = Files.readAllBytes(home.resolve("plugins").resolve("mean.jar"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    assertThat(done.at("/provenance/plugins/mean.jar").asString()).isEqualTo(hash);
    assertThat(api.get("/experiments/" + id).body()).contains("Share of the plain picture");
    JsonNode board = api.json("/api/leaderboards/classification/icons-outline");
    assertThat(board.at("/rows/0/method").asString()).isEqualTo("mean-of-views");
  }

  @Test
  void theApiDescribesItsValues() throws Exception {
    JsonNode api = new ApiClient(port).json("/v3/api-docs");
    JsonNode method = api.at("/components/schemas/method-mean-of-views");
    assertThat(method.at("/properties/plainShare/title").asString())
        .isEqualTo("Share of the plain picture");
    assertThat(method.at("/properties/type/const").asString()).isEqualTo("mean-of-views");
    assertThat(api.at("/components/schemas/method-rlcf-tune/properties/reward/properties").size())
        .isEqualTo(6);
    assertThat(api.at("/components/schemas/ExperimentRequest/properties/method/oneOf").toString())
        .contains("method-mean-of-views", "method-tpt");
    assertThat(api.path("paths").propertyNames())
        .contains("/api/classifications", "/api/captions", "/api/searches/{id}");
  }

  @Test
  void jarsThatCannotBeUsedAreNamed() throws Exception {
    ApiClient api = new ApiClient(port);
    JsonNode plugins = api.json("/api/plugins");
    assertThat(problem(plugins, "mean.jar")).isEmpty();
    assertThat(problem(plugins, "old.jar")).contains("made for version 0");
    assertThat(problem(plugins, "twin.jar")).contains("another method called tpt");
    assertThat(problem(plugins, "broken.jar")).isNotBlank();
    assertThat(api.get("/experiments/new").body()).contains("old.jar", "twin.jar", "broken.jar");
  }

  private static String problem(JsonNode plugins, String file) {
    return plugins
        .valueStream()
        .filter(p -> p.path("file").asString().equals(file))
        .findFirst()
        .orElseThrow()
        .path("problem")
        .asString("");
  }
}
