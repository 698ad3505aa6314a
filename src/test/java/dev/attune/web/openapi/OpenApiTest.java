package dev.attune.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.dataset.folder.Layout;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.testing.OnH2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API says of itself. */
@OnH2
class OpenApiTest {
  @Autowired private MockMvcTester mvc;
  private JsonNode api;

  @BeforeEach
  void read() throws Exception {
    api =
        JsonMapper.shared()
            .readTree(
                mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsByteArray());
  }

  private JsonNode operation(String method, String path) {
    return api.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
  }

  private JsonNode schema(String name) {
    return api.path("components").path("schemas").path(name);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(n -> n.isNull() ? null : n.asString()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/experiments, 200 201 400 403 406 408 409 413 415 422 503 507",
    "GET, /api/experiments, 200 400 403 406 503",
    "GET, /api/experiments/{id}, 200 400 403 404 406 503",
    "DELETE, /api/experiments/{id}, 204 400 403 404 409 503 507",
    "POST, /api/experiments/{id}/rerun, 201 400 403 404 406 409 503 507",
    "POST, /api/datasets, 202 400 403 406 408 413 415 503 507",
    "POST, /api/models/{name}/pull, 202 400 403 404 406 409 503 507",
    "POST, /api/searches, 200 202 400 403 406 408 413 415 503 507",
  })
  void eachAddressNamesItsAnswers(String method, String path, String statuses) {
    assertThat(operation(method, path).path("responses").propertyNames())
        .containsExactlyInAnyOrder(statuses.split(" "));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryProblemHasItsType() {
    List<String> references = new ArrayList<>();
    gather(api, references);
    assertThat(references).isNotEmpty();
    assertThat(new LinkedHashSet<>(references))
        .allSatisfy(r -> assertThat(api.at(r.substring(1)).isMissingNode()).as(r).isFalse());
    assertThat(api.at("/components/responses").propertyNames())
        .contains("Problem400", "Problem401", "Problem429", "Problem507");
    assertThat(api.at("/components/responses").valueStream())
        .allSatisfy(
            r ->
                assertThat(r.path("content").propertyNames())
                    .containsExactly("application/problem+json"));
  }

  private static void gather(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.path("$ref").asString());
    }
    node.forEach(child -> gather(child, references));
  }

  @Test
  void allProblemsHaveTheFieldsOfRfc9457() {
    assertThat(schema("ApiProblem").path("properties").propertyNames())
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "errors");
  }

  @Test
  void whatMayBeNullOrAbsentIsSaid() {
    JsonNode experiment = schema("ExperimentView");
    assertThat(texts(experiment.at("/properties/error/type"))).containsExactly("string", "null");
    assertThat(experiment.at("/properties/provenance/anyOf/1/type").asString()).isEqualTo("null");
    assertThat(experiment.at("/properties/name/type").asString()).isEqualTo("string");
    assertThat(experiment.at("/properties/waitsFor/type").asString()).isEqualTo("string");
    assertThat(texts(experiment.path("required")))
        .contains("id", "metrics", "progress")
        .doesNotContain("waitsFor", "silent", "error");
    assertThat(texts(schema("Leaderboard").at("/properties/metric/type")))
        .containsExactly("string", "null");
  }

  /** {@code Answer} alone is the name of two records, and one of them would be described. */
  @Test
  void partsOfRecordsHaveNamesOfTheirOwn() {
    assertThat(schema("SampleResultAnswer").path("properties").propertyNames()).contains("correct");
    assertThat(schema("EpisodeAnswer").path("properties").propertyNames()).contains("samples");
    assertThat(schema("Report").at("/properties/withoutCaption").isMissingNode()).isFalse();
  }

  @Test
  void limitsPatternsAndChoicesAreSaid() {
    JsonNode list = operation("GET", "/api/experiments").path("parameters");
    Set<String> expected = new LinkedHashSet<>(List.of("", "active"));
    Arrays.stream(ExperimentStatus.values()).map(Enum::name).forEach(expected::add);
    assertThat(texts(parameter(list, "status").path("enum"))).containsExactlyElementsOf(expected);
    assertThat(parameter(list, "task").has("enum")).isFalse();
    assertThat(parameter(list, "size").path("maximum").asInt()).isEqualTo(200);
    assertThat("metric,desc").matches(parameter(list, "sort").path("pattern").asString());
    assertThat("metric,up").doesNotMatch(parameter(list, "sort").path("pattern").asString());
    JsonNode one = operation("GET", "/api/experiments/{id}").path("parameters");
    assertThat("ah39h898vr").matches(parameter(one, "id").path("pattern").asString());
    assertThat("a;b").doesNotMatch(parameter(one, "id").path("pattern").asString());
    assertThat(texts(schema("RegistrationRequest").at("/properties/layout/enum")))
        .containsExactlyElementsOf(Arrays.stream(Layout.values()).map(Layout::id).toList());
    JsonNode tune = schema("method-rlcf-tune");
    assertThat(tune.at("/properties/selection/exclusiveMinimum").asDouble(-1)).isZero();
    assertThat(tune.at("/properties/steps/maximum").asInt()).isEqualTo(1000);
    assertThat(texts(tune.path("required"))).containsExactly("type");
  }

  private static JsonNode parameter(JsonNode parameters, String name) {
    return parameters
        .valueStream()
        .filter(p -> p.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("schema");
  }

  @Test
  void bodiesTakeKnownFieldsOnly() {
    assertThat(schema("ExperimentRequest").path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(texts(schema("ExperimentRequest").path("required"))).containsExactly("dataset");
    assertThat(schema("method-tpt").path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema("ExperimentView").has("additionalProperties")).isFalse();
  }

  @Test
  void questionsAreFormsWithTheirFields() {
    JsonNode ask = operation("POST", "/api/classifications");
    JsonNode form = ask.at("/requestBody/content/multipart~1form-data/schema");
    assertThat(form.at("/properties/image/format").asString()).isEqualTo("binary");
    assertThat(form.path("properties").propertyNames())
        .contains("labels", "preset", "steps")
        .doesNotContain("text");
    assertThat(form.at("/properties/steps/maximum").asInt()).isLessThan(1000);
    assertThat(ask.path("parameters").valueStream().map(p -> p.path("name").asString()))
        .containsExactly("Prefer");
    assertThat(
            operation("POST", "/api/searches")
                .at("/requestBody/content/application~1json/schema/properties")
                .propertyNames())
        .contains("text", "dataset")
        .doesNotContain("image");
  }

  @Test
  void theServerIsWhereTheDescriptionCameFrom() {
    assertThat(api.at("/servers/0/url").asString()).isEqualTo("/");
  }

  /** As Spring reads numbers and truths, all of these would be taken. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/experiments?size=",
        "/api/experiments?size=0x10",
        "/api/experiments?page=%203",
        "/api/experiments?page=+1",
        "/api/models?available=",
        "/api/models?available=yes",
        "/api/models?available=TRUE"
      })
  void numbersAndTruthsAreTakenAsTheyAreDescribed(String address) {
    assertThat(mvc.get().uri(java.net.URI.create(address)))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.errors[0].field")
        .asString()
        .isEqualTo(address.replaceAll(".*\\?|=.*", ""));
  }

  /** An absent field and a null one are the same, also where any JSON may stand. */
  @Test
  void aNullIsNotGiven() {
    assertThat(
            mvc.post()
                .uri("/api/scores")
                .contentType("application/json")
                .content("{\"captions\": null, \"annotations\": null}"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.errors[0].message")
        .isEqualTo("either a data set or annotations must be given");
  }
}
