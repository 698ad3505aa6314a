package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import ai.djl.engine.Engine;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs that are saved as presets, shown with where their values come from, and kept for long. */
@SpringBootTest(properties = {"spring.datasource.url=jdbc:h2:mem:saved-runs", "attune.demo=false"})
@AutoConfigureMockMvc
@DirtiesContext // its scheduler would go on polling
@Timeout(900) // against a hang; a busy machine may be slow
class SavedRunsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TUNE =
      "{'preset':'rlcf-tune','dataset':'icons-outline','limit':2,'seed':5,"
          + "'method':{'views':2,'selection':1,'steps':1,'sampleK':2}}";

  @TempDir private static Path home;
  private static String tuned = "";

  @Autowired private MockMvcTester mvc;
  @Autowired private JdbcClient jdbc;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry properties) {
    properties.add("attune.home", home::toString);
  }

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  @Test
  void valuesSayWhereTheyComeFromInTheApiAndOnThePage() {
    JsonNode run = json("/api/experiments/" + tuned());

    assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
    JsonNode origins = run.path("origins");
    assertThat(origins.path("method.views").asString()).isEqualTo("given");
    assertThat(origins.path("method.learningRate").asString()).isEqualTo("card of icons-clip-s");
    assertThat(origins.path("method.weightDecay").asString()).isEqualTo("preset rlcf-tune");
    assertThat(origins.path("method.minEntropyWeight").asString())
        .isEqualTo("the method's default");
    assertThat(run.path("spec").has("origins")).as("a spec stays a request").isFalse();
    assertThat(text(get("/experiments/" + tuned())).replaceAll("\\s+", " "))
        .containsPattern("<dt>Views</dt><dd><span>2</span> <span class=\"quiet\">given</span>")
        .containsPattern(
            "<dt>Learning rate</dt><dd><span>1.0E-4</span>"
                + " <span class=\"quiet\">card of icons-clip-s</span>")
        .contains("preset rlcf-tune", "the method&#39;s default");
  }

  @Test
  void aRunSavedByTheApiGivesItsNumbersAgain() {
    JsonNode run = json("/api/experiments/" + tuned());
    MvcTestResult answer =
        post(
            "/api/presets",
            "{'name':'mine','title':'My own','experiment':'%s'}".formatted(tuned()));

    assertThat(answer).hasStatus(201);
    JsonNode saved = json(answer);
    assertThat(saved.path("name").asString()).isEqualTo("mine");
    assertThat(saved.path("title").asString()).isEqualTo("My own");
    assertThat(saved.path("model").asString()).isEqualTo("icons-clip-s");
    assertThat(saved.path("saved").asBoolean()).isTrue();
    assertThat(home.resolve("presets/mine.json")).isRegularFile();
    JsonNode listed =
        json("/api/presets")
            .valueStream()
            .filter(p -> p.path("name").asString().equals("mine"))
            .findFirst()
            .orElseThrow();
    assertThat(listed.path("method")).as("it holds every value").isEqualTo(run.at("/spec/method"));

    String again = completed("{'preset':'mine','dataset':'icons-outline','limit':2,'seed':5}");
    JsonNode second = json("/api/experiments/" + again);
    assertThat(second.at("/spec/preset").asString()).isEqualTo("mine");
    assertThat(second.at("/spec/method")).isEqualTo(run.at("/spec/method"));
    assertThat(second.path("metrics")).isNotEmpty().isEqualTo(run.path("metrics"));
    assertThat(second.at("/origins").properties())
        .filteredOn(o -> o.getKey().startsWith("method."))
        .isNotEmpty()
        .allSatisfy(o -> assertThat(o.getValue().asString()).isEqualTo("preset mine"));
  }

  @Test
  void theButtonOnARunsPageSavesItToo() {
    assertThat(text(get("/experiments/" + tuned())))
        .contains("action=\"/experiments/%s/preset\"".formatted(tuned()), "Save these values");
    MvcTestResult saved = save(tuned(), " from-the-page ");
    assertThat(saved).hasStatus3xxRedirection();
    assertThat(saved).hasRedirectedUrl("/experiments/new?preset=from-the-page");
    assertThat(text(get("/experiments/new?preset=from-the-page")).replaceAll("\\s+", " "))
        .contains("from-the-page")
        .containsPattern("name=\"method.views\"[^>]*value=\"2\"");

    MvcTestResult taken = save(tuned(), "from-the-page");
    assertThat(taken).hasStatus(400);
    assertThat(text(taken)).contains("there is a preset from-the-page already");
    assertThat(save(tuned(), "No Name")).hasStatus(400);
    assertThat(save(tuned(), " ")).hasStatus(400);
    assertThat(save("nobody", "sound")).hasStatus(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'name':'tpt','experiment':'ID'} | 400 | name",
        "{'name':'No Name','experiment':'ID'} | 400 | name",
        "{'name':'../mine','experiment':'ID'} | 400 | name",
        "{'name':' ','experiment':'ID'} | 400 | name",
        "{'experiment':'ID'} | 400 | name",
        "{'name':'sound'} | 400 | experiment",
        "{'name':'sound','experiment':null} | 400 | experiment",
        "{'name':'sound','experiment':'ID','tasks':[]} | 400 | tasks",
        "{'name':'sound','experiment':'nobody'} | 404 | ",
        "{ | 400 | body",
        "[] | 400 | body",
      })
  void whatCannotBeSavedIsAClearError(String body, int status, String field) {
    MvcTestResult answer = post("/api/presets", body.replace("ID", tuned()));
    assertThat(answer).hasStatus(status);
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    JsonNode problem = json(answer);
    if (status == 404) {
      assertThat(problem.path("type").asString()).endsWith("not-found");
    } else if (!field.equals("body") || problem.has("errors")) {
      assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
      assertThat(problem.at("/errors/0/message").asString()).isNotBlank();
    }
    assertThat(home.resolve("presets/sound.json")).doesNotExist();
  }

  @Test
  void filesThatAreNoPresetsAreNamedOnTheForm() throws Exception {
    Path folder = Files.createDirectories(home.resolve("presets"));
    Files.writeString(
        folder.resolve("misspelt.json"),
        """
        {"name": "misspelt", "tasks": ["classification"],
         "method": {"type": "tpt", "augmentation": "cropp"}}
        """);
    try {
      assertThat(text(get("/experiments/new"))).contains("misspelt.json", "method.augmentation");
      assertThat(json("/api/presets").valueStream().map(p -> p.path("name").asString()))
          .contains("tpt")
          .doesNotContain("misspelt");
      assertThat(post("/api/experiments", "{'preset':'misspelt','dataset':'icons'}"))
          .hasStatus(400);
    } finally {
      Files.delete(folder.resolve("misspelt.json"));
    }
  }

  @Test
  void aRunOfAMethodThatIsGoneIsStillShown() {
    String id = completed(TUNE.replace("'seed':5", "'seed':6"));
    JsonNode before = json("/api/experiments/" + id);
    change(id, "rlcf-tune", "bygone");

    JsonNode run = json("/api/experiments/" + id);
    assertThat(run.at("/spec/method/type").asString()).isEqualTo("bygone");
    assertThat(run.at("/spec/method/views").asInt()).isEqualTo(2);
    assertThat(run.path("metrics")).isNotEmpty().isEqualTo(before.path("metrics"));
    JsonNode samples = json("/api/experiments/" + id + "/samples").path("items");
    assertThat(samples).hasSize(2);
    assertThat(get("/api/experiments/" + id + "/export.json")).hasStatusOk();
    assertThat(get("/api/experiments/" + id + "/export.csv")).hasStatusOk();
    assertThat(text(get("/experiments/" + id)))
        .contains("bygone", "Before and after", "Top-1 accuracy", "learningRate");
    for (String page :
        new String[] {
          "/",
          "/experiments",
          "/experiments/" + id + "/samples/" + samples.get(1).path("index").asInt(),
          "/experiments/new?from=" + id,
          "/leaderboards/classification/icons-outline",
          "/api/experiments",
          "/api/leaderboards/classification/icons-outline"
        }) {
      assertThat(get(page)).as(page).hasStatusOk();
      assertThat(text(get(page))).as(page).contains("icons-outline");
    }

    MvcTestResult rerun = mvc.post().uri("/api/experiments/{id}/rerun", id).exchange();
    assertThat(rerun).hasStatus(409);
    assertThat(json(rerun).path("detail").asString()).contains("bygone", "not among the methods");
    MvcTestResult page = mvc.post().uri("/experiments/{id}/rerun", id).with(csrf()).exchange();
    assertThat(page).hasStatus(409);
    assertThat(text(page)).contains("bygone");
    MvcTestResult saved = post("/api/presets", "{'name':'sound','experiment':'%s'}".formatted(id));
    assertThat(saved).hasStatus(400);
    assertThat(json(saved).at("/errors/0/field").asString()).isEqualTo("method.type");
    assertThat(home.resolve("presets/sound.json")).doesNotExist();
    assertThat(
            post("/api/experiments", before.path("spec").toString().replace("rlcf-tune", "bygone")))
        .hasStatus(400);
    assertThat(mvc.delete().uri("/api/experiments/{id}", id).exchange()).hasStatus2xxSuccessful();
  }

  @Test
  void whatAStoredSpecSaysInVainIsNotedOnceAlsoByARerun() {
    String id = completed("{'preset':'zero-shot','dataset':'icons-outline','limit':2}");
    jdbc.sql("update experiment set spec = :spec where id = :id")
        .param(
            "spec",
            """
            {"preset":"zero-shot","task":"classification","dataset":"icons-outline",
             "split":"test","limit":2,"seed":0,"model":"icons-clip-s",
             "method":{"type":"zero-shot","steps":0,"learningRate":0.5,"views":1}}
            """)
        .param("id", id)
        .update();
    String note = "zero-shot has no learningRate: 0.5 was given and makes no difference.";
    assertThat(json("/api/experiments/" + id).path("notes").toString()).contains(note);
    assertThat(text(get("/experiments/" + id))).contains(note);

    MvcTestResult rerun = mvc.post().uri("/api/experiments/{id}/rerun", id).exchange();
    assertThat(rerun).hasStatus2xxSuccessful();
    JsonNode notes = json("/api/experiments/" + json(rerun).path("id").asString()).path("notes");
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).asString()).isEqualTo(note);
  }

  @Test
  void aKeyThatVersion1KeptAnswersWithItsExperiment() {
    String body = "{'preset':'zero-shot','dataset':'icons-outline','limit':1}";
    MvcTestResult first = keyed(body);
    assertThat(first).hasStatus(201);
    String id = json(first).path("id").asString();
    // what version 1 wrote down of the same request
    jdbc.sql("update experiment set request_hash = :hash where id = :id")
        .param("hash", "9c62f8c3c6847b602c337b4a5b3029db9ded674f4a1fd9a8d4f4ee6646ba27a6")
        .param("id", id)
        .update();
    assertThat(keyed(body)).as("another request's").hasStatus(422);
    jdbc.sql("update experiment set request_hash = :hash where id = :id")
        .param("hash", "010fb345f25f4c4a3f112280935890a625da02e91073e4258eec2efd3f0ba9ec")
        .param("id", id)
        .update();
    MvcTestResult again = keyed(body);
    assertThat(again).hasStatus(200);
    assertThat(json(again).path("id").asString()).isEqualTo(id);
  }

  private MvcTestResult keyed(String body) {
    return mvc.post()
        .uri("/api/experiments")
        .header("Idempotency-Key", "of-version-1")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  /** Gives a run's method another name, as if a plug-in had been taken away. */
  private void change(String id, String from, String to) {
    String spec =
        jdbc.sql("select spec from experiment where id = :id")
            .param("id", id)
            .query(String.class)
            .single();
    ObjectNode tree = (ObjectNode) JSON.readTree(spec);
    assertThat(tree.at("/method/type").asString()).isEqualTo(from);
    ((ObjectNode) tree.path("method")).put("type", to);
    jdbc.sql("update experiment set spec = :spec, method = :method where id = :id")
        .param("spec", JSON.writeValueAsString(tree))
        .param("method", to)
        .param("id", id)
        .update();
  }

  /** A run that several tests look at. */
  private String tuned() {
    if (tuned.isEmpty()) {
      tuned = completed(TUNE);
    }
    return tuned;
  }

  private String completed(String body) {
    MvcTestResult queued = post("/api/experiments", body);
    assertThat(queued).hasStatus(201);
    String id = json(queued).path("id").asString();
    while (json("/api/experiments/" + id).path("finishedAt").isNull()) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return id;
  }

  private MvcTestResult save(String id, String name) {
    return mvc.post()
        .uri("/experiments/{id}/preset", id)
        .param("name", name)
        .with(csrf())
        .exchange();
  }

  private MvcTestResult post(String path, String body) {
    return mvc.post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).exchange();
  }

  private JsonNode json(String path) {
    return json(get(path));
  }

  private static JsonNode json(MvcTestResult answer) {
    return JSON.readTree(text(answer));
  }

  private static String text(MvcTestResult answer) {
    try {
      return answer.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
