package dev.attune.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.MadeWeights;
import dev.attune.encoder.siglip.MadeSiglip;
import dev.attune.hub.ModelHub;
import dev.attune.testing.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a program is told of a model's folder that cannot be used, wherever it names one. */
@SpringBootTest(properties = "attune.demo=false")
@AutoConfigureMockMvc
class ModelApiTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String PROBLEM = "it misses text_projection";

  @TempDir private static Path home;

  @Autowired private MockMvcTester http;
  @Autowired private ModelHub hub;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
    registry.add("spring.datasource.url", () -> "jdbc:h2:mem:models;DB_CLOSE_DELAY=-1");
  }

  @BeforeAll
  static void install() throws IOException {
    classifier("models/broken");
    Files.createFile(classifier("models/.staging/taken-away").resolve(".import"));
    Files.writeString(home.resolve("models/broken/card.json"), "{\"kind\":\"clip\"}");
  }

  /** What is no CLIP at all. */
  private static Path classifier(String folder) throws IOException {
    MadeWeights.write(home.resolve(folder), WEIGHTS, Map.of("classifier.weight", new Shape(2)));
    return home.resolve(folder);
  }

  @Test
  void whatIsNoEncoderIsToldSoAndNotToConfigureIt() throws IOException {
    classifier("import/classifier");
    MvcTestResult answer = imported("classifier");
    assertRefused(answer, "folder", "is no encoder that is known");
    assertRefused(answer, "folder", "clip: " + PROBLEM);
    assertThat(answer).bodyText().doesNotContain("open_clip_config.json");
    Files.writeString(home.resolve("import/classifier/card.json"), "{\"kind\":\"clip\"}");
    answer = imported("classifier");
    assertRefused(answer, "folder", PROBLEM);
    assertThat(answer).bodyText().doesNotContain("open_clip_config.json");
  }

  @Test
  void aCardWithoutItsKindSaysSo() throws IOException {
    Files.writeString(classifier("import/kindless").resolve("card.json"), "{\"role\":\"policy\"}");
    assertRefused(imported("kindless"), "folder", "card.json: kind must be given");
  }

  @Test
  void aModelThatIsNotComputedIsRefusedByItsName() throws IOException {
    MadeSiglip.huggingFace(Files.createDirectories(home.resolve("import/naflex")));
    Path config = home.resolve("import/naflex/config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replace("\"siglip\"", "\"siglip2\""));
    assertRefused(imported("naflex"), "folder", "is of a SigLIP 2 NaFlex");
  }

  /** A clip that is imported from the page, and what a kill left of another. */
  @Test
  void thePageShowsImportsAndWhatWasCutOff() throws Exception {
    assertThat(pageOfModels()).contains("taken-away", "the import was cut off");
    assertThat(home.resolve("models/.staging/taken-away")).doesNotExist();
    hub.export("icons-clip-s", home.resolve("whole"));
    Path imports = Files.createDirectories(home.resolve("import"));
    Files.move(home.resolve("whole"), imports.resolve("whole"));
    assertThat(importedOnPage("whole", "Mine")).contains("a model's name has");
    assertThat(importedOnPage("nothing", "mine")).contains("no such folder below import");
    importedOnPage("whole", "shown");
    while (!pageOfModels().contains("href=\"/models/shown\"")) {
      Thread.sleep(50);
    }
    assertThat(http.get().uri("/api/models/shown/import"))
        .bodyJson()
        .extractingPath("$.state")
        .isEqualTo("COMPLETED");
    assertThat(http.get().uri("/api/models/taken-away/import"))
        .bodyJson()
        .extractingPath("$.message")
        .asString()
        .contains("cut off");
  }

  private String pageOfModels() throws IOException {
    return http.get().uri("/models").exchange().getResponse().getContentAsString();
  }

  private String importedOnPage(String folder, String name) throws IOException {
    MvcTestResult answer =
        http.post()
            .uri("/models/import")
            .with(csrf())
            .param("folder", folder)
            .param("name", name)
            .exchange();
    assertThat(answer).hasStatus3xxRedirection();
    return answer.getMvcResult().getFlashMap().toString();
  }

  @Test
  void aModelThatCannotBeUsedIsTheRequestsMistake() {
    assertThat(http.get().uri("/api/models/broken"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.problem")
        .asString()
        .contains(PROBLEM);
    assertRefused(
        post("/api/experiments", "{'preset':'zero-shot','dataset':'icons','model':'broken'}"),
        "model",
        PROBLEM);
    assertRefused(
        post("/api/experiments", "{'preset':'zero-shot','dataset':'scenes','model':'broken'}"),
        "model",
        PROBLEM);
    assertRefused(
        post(
            "/api/scores",
            "{'dataset':'scenes','judge':'broken','captions':[{'image_id':0,'caption':'a cat'}]}"),
        "judge",
        PROBLEM);
    byte[] png = TestPictures.png(40, 30);
    assertRefused(
        http.post()
            .uri("/api/classifications")
            .multipart()
            .file(new MockMultipartFile("image", "a.png", "image/png", png))
            .param("labels", "cat, dog")
            .param("model", "broken")
            .exchange(),
        "model",
        PROBLEM);
  }

  private MvcTestResult imported(String folder) {
    return post("/api/models/mine/import", "{'folder':'%s'}".formatted(folder));
  }

  private MvcTestResult post(String uri, String body) {
    return http.post()
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private static void assertRefused(MvcTestResult answer, String field, String message) {
    assertThat(answer)
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.errors[0].field")
        .isEqualTo(field);
    assertThat(answer)
        .bodyJson()
        .extractingPath("$.errors[0].message")
        .asString()
        .contains(message);
  }
}
