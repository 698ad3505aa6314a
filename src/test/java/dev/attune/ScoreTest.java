package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import dev.attune.cli.Ended;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.testing.TestPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Captions that were made elsewhere are measured over HTTP and by the command, to one number. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.datasource.url=jdbc:h2:mem:scores", "attune.demo=false"})
@DirtiesContext
class ScoreTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private static Path folder;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry properties) {
    properties.add("attune.home", () -> folder.resolve("home").toString());
  }

  /** Another thread than the compute lane's loads the engine, as in the tests that use it alone. */
  @BeforeAll
  static void loadEngine() {
    Engine.getInstance();
  }

  private JsonNode post(String body) throws Exception {
    return new ApiClient(port).post("/api/scores", body);
  }

  private static String file(String name, JsonNode content) throws Exception {
    return Files.writeString(folder.resolve(name), content.toString()).toString();
  }

  @Test
  void captionsOfADataSetAreMeasuredAlikeAtBothEntrances() throws Exception {
    List<String> references = new BuiltInDatasets().captions("scenes").captions(2);
    ArrayNode captions = JSON.createArrayNode();
    captions.addObject().put("image_id", "scenes-00002").put("caption", references.get(0));
    captions.addObject().put("image_id", 0).put("caption", "a red apple beside a tree");
    captions.addObject().put("image_id", 1.0).put("caption", "");
    captions.addObject().put("image_id", "cat").put("caption", "a cat").put("id", 7);
    ObjectNode request = JSON.createObjectNode().put("dataset", "scenes").set("captions", captions);
    JsonNode answer = post(request.put("judge", "icons-clip-l").toString());
    int images = new BuiltInDatasets().captions("scenes").size();
    assertThat(answer.path("images").asInt()).as(answer.toString()).isEqualTo(images);
    assertThat(answer.path("scored").asInt()).isEqualTo(3);
    assertThat(answer.at("/withoutCaption/count").asInt()).isEqualTo(images - 3);
    assertThat(answer.at("/withoutCaption/first/0").asString()).isEqualTo("scenes-00003");
    assertThat(answer.at("/withoutCaption/first").size()).isEqualTo(100);
    assertThat(answer.path("unknown").toString()).isEqualTo("{\"count\":1,\"first\":[\"cat\"]}");
    assertThat(answer.at("/unreadable/count").asInt()).isZero();
    assertThat(answer.path("metrics").propertyNames())
        .containsExactly(
            "cider",
            "clipScore",
            "refClipScore",
            "bleu1",
            "bleu2",
            "bleu3",
            "bleu4",
            "meteor",
            "rougeL");
    assertThat(answer.at("/metrics/clipScore/value").asDouble()).isPositive();
    assertThat(answer.at("/notes/meteor").asString()).contains("no paraphrases");
    assertThat(answer.at("/notes/spice").asString()).contains("CoreNLP is not installed");

    String file = file("captions.json", captions);
    Ended json = Ended.run("score", file, "--dataset=scenes", "--judge=icons-clip-l", "--json");
    assertThat(json.code()).as(json.err()).isZero();
    assertThat(JSON.readTree(json.out()).path("metrics")).isEqualTo(answer.path("metrics"));
    assertThat(json.err())
        .contains("1 captions are of unknown images: cat")
        .contains("scenes-00003");
    Ended table = Ended.run("score", file, "--dataset=scenes");
    assertThat(table.out())
        .contains("3 of %d images".formatted(images), "CIDEr", "METEOR, stages: ", "BLEU-4 ")
        .contains("CLIPScore, not measured, as no judge was named")
        .contains("%.4f".formatted(answer.at("/metrics/cider/value").asDouble()));
  }

  @Test
  void annotationsGiveTheFixturesNumbers() throws Exception {
    Fixtures.Case fixture = Fixtures.single("caption_metrics");
    ArrayNode captions = JSON.createArrayNode();
    ObjectNode annotations = JSON.createObjectNode();
    ArrayNode images = annotations.putArray("images");
    ArrayNode written = annotations.putArray("annotations");
    for (JsonNode image :
        JSON.readTree(fixture.folder().resolve("captions.json").toFile()).path("images")) {
      int id = 1000 + images.size();
      images.addObject().put("id", id);
      captions.addObject().put("image_id", "" + id).set("caption", image.path("caption"));
      image
          .path("references")
          .forEach(r -> written.addObject().put("image_id", id).set("caption", r));
    }
    images.addObject().put("id", 5); // nobody wrote of it
    ObjectNode request = JSON.createObjectNode().set("captions", captions);
    JsonNode answer = post(request.set("annotations", annotations).toString());
    assertThat(answer.path("scored").asInt()).as(answer.toString()).isEqualTo(captions.size());
    JsonNode expected = fixture.get("expected", "corpus");
    Map.of("cider", "CIDEr", "rougeL", "ROUGE_L", "bleu1", "Bleu_1", "bleu4", "Bleu_4")
        .forEach(
            (name, theirs) ->
                assertThat(answer.at("/metrics/%s/value".formatted(name)).asDouble())
                    .as(name)
                    .isCloseTo(
                        expected.path(theirs).asDouble(),
                        within(fixture.get("tolerance", "scores_abs").asDouble())));
    Ended ended =
        Ended.run(
            "score",
            file("their-captions.json", captions),
            "--annotations=" + file("annotations.json", annotations),
            "--json");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(JSON.readTree(ended.out()).path("metrics")).isEqualTo(answer.path("metrics"));
  }

  @Test
  void picturesOfAnnotationsAreFoundInTheirFolder() throws Exception {
    ArrayNode captions = JSON.createArrayNode();
    ObjectNode annotations = JSON.createObjectNode();
    for (int id = 1; id <= 3; id++) {
      String name = "COCO_%012d.png".formatted(id);
      annotations.withArray("images").addObject().put("id", id).put("file_name", name);
      annotations.withArray("annotations").addObject().put("image_id", id).put("caption", "a disc");
      captions.addObject().put("image_id", id).put("caption", "a yellow disc");
      if (id != 2) {
        Path file = Files.createDirectories(folder.resolve("coco/val")).resolve(name);
        Files.write(file, TestPictures.png(50, 40));
      }
    }
    String[] command = {
      "score",
      file("disc-captions.json", captions),
      "--annotations=" + file("discs.json", annotations),
      "--judge=icons-clip-s",
      "--json",
      "--images=" + folder.resolve("coco")
    };
    Ended ended = Ended.run(command);
    assertThat(ended.code()).as(ended.err()).isZero();
    JsonNode answer = JSON.readTree(ended.out());
    assertThat(answer.path("scored").asInt()).isEqualTo(2);
    assertThat(answer.at("/unreadable/first/0").asString()).contains("000002.png", "missing");
    assertThat(answer.at("/metrics/clipScore").has("value")).isTrue();
    command[command.length - 1] = "--images=" + folder.resolve("nowhere");
    assertThat(Ended.run(command).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'captions':[] | dataset",
        "'captions':[],'dataset':'scenes' | captions",
        "'captions':[],'dataset':'none' | dataset",
        "'captions':[],'dataset':'icons' | dataset",
        "'captions':{},'dataset':'scenes' | captions",
        "'dataset':'scenes' | captions",
        "'captions':[{'image_id':0,'caption':'a'},3],'dataset':'scenes' | captions[1]",
        "'captions':[{'caption':'a'}],'dataset':'scenes' | captions[0].image_id",
        "'captions':[{'image_id':1.5,'caption':'a'}],'dataset':'scenes' | captions[0].image_id",
        "'captions':[{'image_id':1}],'dataset':'scenes' | captions[0].caption",
        "'captions':[{'image_id':1,'caption':['a']}],'dataset':'scenes' | captions[0].caption",
        "'captions':[{'image_id':1,'caption':'a'},{'image_id':'1','caption':'b'}],"
            + "'dataset':'scenes' | captions[1].image_id",
        "'captions':[{'image_id':'x','caption':'a'}],'dataset':'scenes' | captions",
        "'captions':[{'image_id':1,'caption':'a'}],'dataset':'scenes','judge':'none' | judge",
        "'captions':[{'image_id':1,'caption':'a'}],'dataset':'scenes','judge':'icons-opt' | judge",
        "'captions':[{'image_id':1,'caption':'a'}],'annotations':{'images':[{'id':1}],"
            + "'annotations':[{'image_id':1,'caption':'a'}]},'judge':'icons-clip-l' | judge",
        "'captions':[{'image_id':1,'caption':'a'}],'annotations':{} | annotations.images",
        "'captions':[{'image_id':1,'caption':'a'}],'annotations':{'images':[{'id':1},{'id':1}],"
            + "'annotations':[{'image_id':1,'caption':'a'}]} | annotations.images[1].id",
        "'captions':[{'image_id':1,'caption':'a'}],'annotations':{'images':[{'id':1}],"
            + "'annotations':[{'image_id':2,'caption':'a'}]} "
            + "| annotations.annotations[0].image_id",
        "'captions':[{'image_id':1,'caption':'a'}],'annotations':{'images':[{'id':1}],"
            + "'annotations':[]} | annotations.images",
      })
  void rowAndFieldAreNamed(String body, String field) throws Exception {
    JsonNode answer = post("{%s}".formatted(body.replace('\'', '"')));
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.at("/errors/0/field").asString()).as(answer.toString()).isEqualTo(field);
  }

  @Test
  void theCommandNamesFileRowAndField() throws Exception {
    String broken = Files.writeString(folder.resolve("broken.json"), "[\n{]").toString();
    Ended ended = Ended.run("score", broken, "--dataset=scenes");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("broken.json is not JSON: line 2");
    ended = Ended.run("score", folder.resolve("nowhere.json").toString(), "--dataset=scenes");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no file");
    String row = Files.writeString(folder.resolve("row.json"), "[{\"image_id\":1}]").toString();
    ended = Ended.run("score", row, "--dataset=scenes");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().contains("captions[0].caption");
  }

  @Test
  void theSchemaHasTheEntrance() throws Exception {
    JsonNode api = new ApiClient(port).json("/v3/api-docs");
    assertThat(api.at("/paths/~1api~1scores/post/summary").asString()).isNotBlank();
    assertThat(api.at("/components/schemas/ScoreRequest/properties").propertyNames())
        .containsExactlyInAnyOrder("captions", "dataset", "annotations", "judge");
    assertThat(api.at("/components/schemas/ScoreRequest/properties/captions/items").toString())
        .contains("Caption");
    assertThat(api.at("/components/schemas/Report/properties").propertyNames())
        .contains("scored", "metrics", "withoutCaption");
  }
}
