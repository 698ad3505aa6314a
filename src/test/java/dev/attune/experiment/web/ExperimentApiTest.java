package dev.attune.experiment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.testing.OnH2;
import dev.attune.testing.QueueFixture;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The API as other programs see it: names, status codes, and what it says of bad input. */
@OnH2
class ExperimentApiTest extends QueueFixture {
  private static final String SOUND = "'preset':'rlcf-tune','dataset':'icons-outline','limit':5";

  @Autowired private MockMvcTester mvc;

  @Test
  void createsAndSaysWhere() {
    MvcTestResult created = post("{%s,'name':'mine','seed':3}".formatted(SOUND));

    assertThat(created).hasStatus(201);
    String id = experiments.active(1).get(0).id();
    assertThat(created).hasHeader(HttpHeaders.LOCATION, "/api/experiments/" + id);
    assertThat(created).bodyJson().hasPathSatisfying("$.id", v -> v.assertThat().isEqualTo(id));
    assertThat(created)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"name": "mine", "status": "QUEUED", "metrics": {}, "baseline": {},
             "progress": {"done": 0, "total": 5, "failed": 0, "etaSeconds": null},
             "spec": {"preset": "rlcf-tune", "task": "classification", "seed": 3, "limit": 5,
                      "model": "icons-clip-s",
                      "method": {"type": "rlcf-tune", "reward": {"models": ["icons-clip-l"]}}}}
            """);
  }

  @Test
  void sameKeyAnswersWithTheSameExperiment() throws Exception {
    MvcTestResult first = post("{%s}".formatted(SOUND), "k");
    MvcTestResult second = post("{%s}".formatted(SOUND), "k");

    assertThat(first).hasStatus(201);
    assertThat(second).hasStatus(200);
    assertThat(second)
        .hasHeader(HttpHeaders.LOCATION, first.getResponse().getHeader(HttpHeaders.LOCATION));
    assertProblem(post("{'preset':'tpt','dataset':'icons'}", "k"), 422, "idempotency-key-reused");
    assertThat(field(post("{%s}".formatted(SOUND), "x".repeat(201)))).isEqualTo("Idempotency-Key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "preset                | {'preset':'nope','dataset':'icons'}",
        "preset                | {'dataset':'icons'}",
        "dataset               | {'preset':'tpt'}",
        "dataset               | {'preset':'tpt','dataset':'nope'}",
        "dataset               | {'preset':'tpt','dataset':''}",
        "task                  | {'preset':'tpt','dataset':'icons','task':'nope'}",
        "model                 | {'preset':'tpt','dataset':'icons','model':'nope'}",
        "model                 | {'preset':'tpt','dataset':'icons','model':''}",
        "split                 | {'preset':'tpt','dataset':'icons','split':'train'}",
        "name                  | {'preset':'tpt','dataset':'icons','name':' '}",
        "name                  | {'preset':'tpt','dataset':'icons','name':'a\\u0000b'}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':0}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':-1}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':2147483647}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':2147483648}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':1e400}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':1.5}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':'many'}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':'5'}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':true}",
        "limit                 | {'preset':'tpt','dataset':'icons','limit':[]}",
        "seed                  | {'preset':'tpt','dataset':'icons','seed':99999999999999999999}",
        "seed                  | {'preset':'tpt','dataset':'icons','seed':'x'}",
        "preset                | {'preset':{},'dataset':'icons'}",
        "preset                | {'preset':5,'dataset':'icons'}",
        "limits                | {'preset':'tpt','dataset':'icons','limits':5}",
        "method.kk             | {'preset':'tpt','dataset':'icons','method':{'kk':5}}",
        "method                | {'preset':'tpt','dataset':'icons','method':'tpt'}",
        "method                | {'preset':'tpt','dataset':'icons','method':[]}",
        "method.type           | {'dataset':'icons','method':{'type':'nope'}}",
        "method.type           | {'preset':'tpt','dataset':'icons','method':{'type':'zero-shot'}}",
        "method.steps          | {'preset':'tpt','dataset':'icons','method':{'steps':-1}}",
        "method.steps          | {'preset':'tpt','dataset':'icons','method':{'steps':1001}}",
        "method.steps          | {'preset':'zero-shot','dataset':'icons','method':{'steps':1}}",
        "method.sampleK        | {'preset':'rlcf-tune','dataset':'icons','method':{'sampleK':0}}",
        "method.sampleK        | {'preset':'rlcf-tune','dataset':'icons','method':{'sampleK':9999}}",
        "method.views          | {'preset':'tpt','dataset':'icons','method':{'views':0}}",
        "method.views          | {'preset':'tpt','dataset':'icons','method':{'views':1025}}",
        "method.selection      | {'preset':'tpt','dataset':'icons','method':{'selection':0}}",
        "method.selection      | {'preset':'tpt','dataset':'icons','method':{'selection':1.01}}",
        "method.selection      | {'preset':'tpt','dataset':'icons','method':{'selection':-0.1}}",
        "method.selection      | {'preset':'tpt','dataset':'icons','method':{'selection':NaN}}",
        "method.selection      | {'preset':'tpt','dataset':'icons','method':{'views':3,'selection':0.3}}",
        "method.cropScale      | {'preset':'tpt','dataset':'icons','method':{'cropScale':0}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':NaN}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':Infinity}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':-Infinity}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':1e999}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':-1}}",
        "method.learningRate   | {'preset':'tpt','dataset':'icons','method':{'learningRate':'fast'}}",
        "method.weightDecay    | {'preset':'tpt','dataset':'icons','method':{'weightDecay':NaN}}",
        "method.reward.models  | {'preset':'tpt','dataset':'icons','method':{'reward':{'models':['icons-clip-l']}}}",
        "method.reward.models  | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'models':['nope']}}}",
        "method.reward.models  | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'models':[]}}}",
        "method.reward.models  | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'models':'icons-clip-l'}}}",
        "method.reward.models[1] | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'models':['icons-clip-l',null]}}}",
        "method.reward.models  | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'models':[5]}}}",
        "method.reward.scope   | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'scope':'all'}}}",
        "method.reward.baseline | {'preset':'rlcf-tune','dataset':'icons','method':{'reward':{'baseline':'yes'}}}",
        "body                  | []",
        "body                  | 5",
        "body                  | 'text'",
      })
  void namesTheFieldThatIsWrong(String field, String body) throws Exception {
    MvcTestResult answer = post(body);

    assertProblem(answer, 400, "invalid-request");
    assertThat(field(answer)).isEqualTo(field);
    assertThat(answer).bodyJson().extractingPath("$.errors[0].message").asString().isNotBlank();
    assertThat(experiments.active(1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "{'preset'",
        "preset=tpt",
        "{'preset':'tpt',}",
        "{'preset':tpt}",
        "\u0000",
        "{'preset':'tpt','dataset':'icons'} and more"
      })
  void bodyThatIsNoJsonIsNamed(String body) throws Exception {
    MvcTestResult answer = post(body);

    assertProblem(answer, 400, "malformed-json");
    assertThat(field(answer)).isEqualTo("body");
  }

  @Test
  void deepNestingIsBadInput() throws Exception {
    assertProblem(post("{'method':" + "[".repeat(5000)), 400, "invalid-request", "malformed-json");
  }

  @Test
  void namesAllThatIsWrongAtOnce() {
    assertThat(
            post(
                "{'preset':'tpt','dataset':'icons','limit':0,'model':'nope',"
                    + "'method':{'views':0,'selection':2}}"))
        .bodyJson()
        .extractingPath("$.errors[*].field")
        .asArray()
        .contains("limit", "model", "method.views", "method.selection");
  }

  @ParameterizedTest
  @CsvSource({
    "page=-1, page",
    "page=x, page",
    "size=0, size",
    "size=201, size",
    "sort=nope, sort",
    "'sort=name,up', sort",
    "status=nope, status",
    "page=99999999999, page",
  })
  void namesTheParameterThatIsWrong(String query, String field) throws Exception {
    MvcTestResult answer = mvc.get().uri("/api/experiments?" + query).exchange();

    assertProblem(answer, 400, "invalid-request");
    assertThat(field(answer)).isEqualTo(field);
  }

  @Test
  void namesTheParameterOfSamplesThatIsWrong() throws Exception {
    String id = create("tpt", 3).id();

    assertThat(field(get("/api/experiments/" + id + "/samples?filter=nope"))).isEqualTo("filter");
    assertThat(field(get("/api/experiments/" + id + "/samples?size=0"))).isEqualTo("size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/experiments/nosuchone",
        "/api/experiments/nosuchone/samples",
        "/api/experiments/nosuchone/export.csv",
        "/api/experiments/nosuchone/export.json",
        "/api/leaderboards/classification/nope",
        "/api/leaderboards/nope/icons",
        "/api/nope",
        "/api/"
      })
  void unknownAddressesAreNotFound(String path) throws Exception {
    assertProblem(get(path), 404, "not-found");
  }

  @Test
  void unknownExperimentsCannotBeChanged() throws Exception {
    assertProblem(change("nosuchone", "cancel"), 404, "not-found");
    assertProblem(change("nosuchone", "rerun"), 404, "not-found");
    assertProblem(delete("nosuchone"), 404, "not-found");
  }

  @Test
  void changesThatDoNotFitAreConflicts() throws Exception {
    String id = create("tpt", 3).id();

    assertProblem(delete(id), 409, "conflict");
    assertThat(change(id, "cancel")).hasStatus(200);
    assertProblem(change(id, "cancel"), 409, "conflict");
    assertThat(change(id, "rerun")).hasStatus(201);
    assertThat(delete(id)).hasStatus(204);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    MvcTestResult answer = mvc.put().uri("/api/experiments").exchange();

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer).hasHeader(HttpHeaders.ALLOW, "GET, POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void otherMediaTypesAreNotSupported(String type) throws Exception {
    assertProblem(
        mvc.post().uri("/api/experiments").contentType(type).content("{}").exchange(),
        415,
        "unsupported-media-type");
  }

  @Test
  void answersOnlyInJson() throws Exception {
    assertProblem(
        mvc.get().uri("/api/experiments").accept(MediaType.APPLICATION_XML).exchange(),
        406,
        "not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/experiments/%00",
        "/api/experiments/..%2f..%2fetc",
        "/api/experiments/a%0ab",
        "/api/experiments;x=y",
        "/api//experiments"
      })
  void hostilePathsAreProblemsToo(String path) throws Exception {
    assertProblem(mvc.get().uri(URI.create(path)).exchange(), 400, "bad-request");
  }

  @Test
  void nullCharactersInParametersFindNothingOut() throws Exception {
    assertProblem(
        mvc.get().uri(URI.create("/api/experiments?dataset=%00")).exchange(), 400, "bad-request");
  }

  @Test
  void fullQueueSaysWhenToComeBack() throws Exception {
    for (int i = 0; i < 20; i++) {
      experiments.create(request(null, "zero-shot", 1));
    }

    MvcTestResult answer = post("{%s}".formatted(SOUND));

    assertProblem(answer, 503, "queue-full");
    assertThat(answer).hasHeader(HttpHeaders.RETRY_AFTER, "60");
  }

  @Test
  void unexpectedErrorsStayInTheLog() throws Exception {
    String id = create("tpt", 3).id();
    jdbc.sql("update experiment set spec = '{\"secret\": \"/home/me\"' where id = :id")
        .param("id", id)
        .update();

    MvcTestResult answer = get("/api/experiments/" + id);

    assertProblem(answer, 500, "internal");
    assertThat(answer).bodyText().doesNotContain("secret", "/home", "Exception");
  }

  @Test
  void listsSamplesAndExportsThem() throws Exception {
    ExperimentView done = completed("rlcf-tune", 30);
    assertThat(done.status()).isEqualTo(ExperimentStatus.COMPLETED);
    String path = "/api/experiments/" + done.id();

    assertThat(get(path + "/samples?filter=fixed&size=1"))
        .bodyJson()
        .hasPathSatisfying("$.items[0].outcome", v -> v.assertThat().isEqualTo("fixed"))
        .hasPathSatisfying("$.items[0].steps[0].candidates", v -> v.assertThat().asArray())
        .hasPathSatisfying("$.items[0].millis", v -> v.assertThat().isNotNull());
    MvcTestResult csv = get(path + "/export.csv");
    assertThat(csv).hasStatusOk().hasContentTypeCompatibleWith("text/csv");
    assertThat(csv)
        .hasHeader(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s.csv\"".formatted(done.id()));
    assertThat(csv.getResponse().getContentAsString().lines())
        .hasSize(31)
        .first()
        .asString()
        .startsWith("index,sample_id,truth,outcome,");
    MvcTestResult json = get(path + "/export.json");
    assertThat(json).hasStatusOk().hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
    assertThat(json)
        .bodyJson()
        .hasPathSatisfying("$.samples.length()", v -> v.assertThat().isEqualTo(30))
        .hasPathSatisfying("$.experiment.id", v -> v.assertThat().isEqualTo(done.id()))
        .hasPathSatisfying(
            "$.experiment.metrics.top1",
            v -> v.assertThat().asMap().containsOnlyKeys("value", "low", "high"));
  }

  @Test
  void listsPresetsMethodsAndWorkers() {
    assertThat(get("/api/presets"))
        .bodyJson()
        .extractingPath("$[*].name")
        .asArray()
        .contains(
            "zero-shot",
            "tpt",
            "rlcf-prompt",
            "rlcf-prompt-coop",
            "rlcf-prompt-fine",
            "rlcf-tune",
            "rlcf-tune-ensemble",
            "rlcf-tune-momentum",
            "tpt-tune",
            "kd-tune",
            "rlcf-coco-i2t",
            "rlcf-coco-t2i-ensemble",
            "rlcf-flickr-i2t-momentum",
            "rlcf-flickr-t2i",
            "rlcf-clipcap-flickr",
            "rlcf-clipcap-nocaps-ensemble",
            "rlcf-capdec-flickr-momentum",
            "rlcf-capdec-nocaps")
        .doesNotHaveDuplicates();
    assertThat(get("/api/methods"))
        .bodyJson()
        .extractingPath("$[*].type")
        .asArray()
        .contains("zero-shot", "rlcf-prompt");
    assertThat(get("/api/prompts"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.lists[?(@.name == 'clip-7')].templates.length()")
        .asArray()
        .containsExactly(7);
    assertThat(get("/api/workers")).hasStatusOk().bodyJson().isStrictlyEqualTo("[]");
    assertThat(get("/api/leaderboards")).hasStatusOk().bodyJson().isStrictlyEqualTo("[]");
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).exchange();
  }

  private MvcTestResult change(String id, String what) {
    return mvc.post().uri("/api/experiments/{id}/{what}", id, what).exchange();
  }

  private MvcTestResult delete(String id) {
    return mvc.delete().uri("/api/experiments/{id}", id).exchange();
  }

  /** Posts a body in which single quotes stand for double ones. */
  private MvcTestResult post(String body) {
    return mvc.post()
        .uri("/api/experiments")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private MvcTestResult post(String body, String key) {
    return mvc.post()
        .uri("/api/experiments")
        .contentType(MediaType.APPLICATION_JSON)
        .header("Idempotency-Key", key)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private static String field(MvcTestResult answer) throws UnsupportedEncodingException {
    return JsonPath.read(answer.getResponse().getContentAsString(), "$.errors[0].field");
  }

  /** A problem as RFC 9457 has it, of one of the types, that gives nothing away. */
  private static void assertProblem(MvcTestResult answer, int status, String... types)
      throws UnsupportedEncodingException {
    assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    String body = answer.getResponse().getContentAsString();
    Map<String, Object> problem = JsonPath.read(body, "$");
    assertThat(problem.get("status")).isEqualTo(status);
    assertThat(problem.get("title")).asString().isNotBlank();
    assertThat(problem.get("detail")).asString().isNotBlank();
    assertThat(types).contains(problem.get("type").toString().replace("urn:attune:problem:", ""));
    assertThat(body)
        .doesNotContain("Exception", "\tat ", "dev.attune", "jackson", "org.springframework");
  }
}
