package dev.attune.dataset.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.Registrar;
import dev.attune.dataset.folder.RegistrationRequest;
import dev.attune.dataset.icons.BuiltInDatasets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a folder with a broken picture to an experiment that counts it as failed. */
@SpringBootTest(properties = {"attune.demo=false", "attune.shard-size=2"})
@AutoConfigureMockMvc
class DatasetApiTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path home;

  @Autowired private MockMvcTester http;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
    registry.add("spring.datasource.url", () -> "jdbc:h2:mem:datasets;DB_CLOSE_DELAY=-1");
  }

  /** What an earlier process was at when it was stopped. */
  @BeforeAll
  static void stopInTheMidst() throws IOException {
    for (int i = 0; i < 300; i++) {
      picture("stopped/car/%03d.png".formatted(i));
    }
    Registrar registrar = new Registrar(RegisteredDatasets.folder(home), new BuiltInDatasets());
    RegistrationRequest request = new RegistrationRequest("stopped", "folders", "stopped", false);
    assertThatThrownBy(
            () ->
                registrar.register(request, registrar.plan(request).get(0), (done, bytes) -> false))
        .isInstanceOf(CancellationException.class);
    assertThat(registrar.unfinished()).containsExactly(request);
  }

  @Test
  void aStartGoesOnWithWhatAStopInterrupted() throws Exception {
    JsonNode set =
        await("/api/datasets/stopped", n -> !n.path("status").asString().equals("registering"));
    assertThat(set.path("size").asInt()).isEqualTo(300);
    assertThat(set.path("broken").asInt()).isZero();
  }

  @Test
  void aRegistrationThatIsCancelledLeavesNothing() throws Exception {
    for (int i = 0; i < 300; i++) {
      picture("many/car/%03d.png".formatted(i));
    }
    for (String name : new String[] {"first", "second"}) {
      String body = "{'name':'%s','layout':'folders','path':'many'}".formatted(name);
      assertThat(post("/api/datasets", body)).hasStatus(202);
    }
    assertThat(http.delete().uri("/api/datasets/second")).hasStatus(204);
    assertThat(http.delete().uri("/api/datasets/first")).hasStatus(204);
    for (String name : new String[] {"first", "second"}) {
      await("/api/datasets/" + name, n -> n.path("status").asString().equals("404"));
      assertThat(home.resolve("datasets/.registered/" + name)).doesNotExist();
      assertThat(home.resolve("datasets/.registered/.%s.partial".formatted(name))).doesNotExist();
    }
  }

  @Test
  void aVideoIsPlayedInPartsAndShownAsAStrip() throws Exception {
    MvcTestResult whole = http.get().uri("/datasets/motion/samples/0.webm").exchange();
    assertThat(whole).hasStatusOk().hasContentType("video/webm");
    byte[] webm = whole.getResponse().getContentAsByteArray();
    assertThat(webm).startsWith(0x1a, 0x45, 0xdf, 0xa3);
    MvcTestResult part =
        http.get().uri("/datasets/motion/samples/0.webm").header("Range", "bytes=4-99").exchange();
    assertThat(part).hasStatus(206);
    assertThat(part.getResponse().getContentAsByteArray())
        .isEqualTo(Arrays.copyOfRange(webm, 4, 100));

    MvcTestResult strip = http.get().uri("/datasets/motion/samples/0/strip.png").exchange();
    assertThat(strip).hasStatusOk().hasContentType(MediaType.IMAGE_PNG);
    BufferedImage frames =
        ImageIO.read(new ByteArrayInputStream(strip.getResponse().getContentAsByteArray()));
    assertThat(frames.getHeight()).isEqualTo(96);
    assertThat(frames.getWidth()).isEqualTo(12 * 96);

    for (String none : new String[] {"icons/samples/0", "motion/samples/-1", "none/samples/0"}) {
      assertThat(http.get().uri("/datasets/" + none + ".webm")).hasStatus(404);
      assertThat(http.get().uri("/datasets/" + none + "/strip.png")).hasStatus(404);
    }
  }

  @Test
  void aBrokenSampleIsRecordedLeftOutAndCounted() throws Exception {
    picture("pets/car/1.png");
    picture("pets/rocket/2.png");
    picture("pets/rocket/4.png");
    Files.writeString(home.resolve("datasets/pets/rocket/3.jpg"), "");

    MvcTestResult accepted =
        post("/api/datasets", "{'name':'pets','layout':'folders','path':'pets'}");
    assertThat(accepted).hasStatus(202).hasHeader("Location", "/api/datasets/pets");
    JsonNode set =
        await("/api/datasets/pets", n -> !n.path("status").asString().equals("registering"));
    assertThat(set.path("size").asInt()).isEqualTo(4);
    assertThat(set.path("broken").asInt()).isEqualTo(1);
    assertThat(set.path("path").asString()).isEqualTo("pets");

    String body = "{'method':{'type':'zero-shot'},'dataset':'pets'}";
    String location =
        Objects.requireNonNull(post("/api/experiments", body).getResponse().getHeader("Location"));
    JsonNode run = await(location, n -> n.path("status").asString().matches("COMPLETED|FAILED"));
    assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
    assertThat(run.path("progress").path("done").asInt()).isEqualTo(4);
    assertThat(run.path("progress").path("failed").asInt()).isEqualTo(1);
    double top1 = run.path("metrics").path("top1").path("value").asDouble();
    assertThat(top1 * 3).isCloseTo(Math.rint(top1 * 3), within(1e-9));
    JsonNode failed = get(location + "/samples?filter=failed");
    assertThat(failed.path("items")).hasSize(1);
    assertThat(failed.path("items").get(0).path("error").asString())
        .isEqualTo("rocket/3.jpg: the file is empty");

    assertThat(http.delete().uri("/api/datasets/pets")).hasStatus(204);
    assertThat(http.get().uri("/api/datasets/pets")).hasStatus(404);
    assertThat(home.resolve("datasets/pets/car/1.png")).exists();
  }

  @Test
  void aSetOfCaptionsTellsWhatWasLeftOut() throws Exception {
    picture("said/1.png");
    picture("said/2.png");
    Files.writeString(
        home.resolve("datasets/said/some.json"), "{\"1.png\":[\"A car.\",\"A red car.\",\"\"]}");
    post(
        "/api/datasets",
        "{'name':'said','layout':'captions','path':'said','captionFile':'some.json'}");
    JsonNode set =
        await("/api/datasets/said", n -> !n.path("status").asString().equals("registering"));
    assertThat(set.path("tasks").get(0).asString()).isEqualTo("captioning");
    assertThat(set.path("captions").asInt()).isEqualTo(2);
    assertThat(set.path("leftOut").get(0).path("first").get(0).asString()).isEqualTo("2.png");
    assertThat(http.get().uri("/datasets/_registrations"))
        .bodyText()
        .contains("1 empty captions", "1 pictures without captions");
    assertThat(http.get().uri("/datasets/said")).bodyText().contains("A car.");
    MvcTestResult refused =
        http.post()
            .uri("/datasets/_registrations")
            .with(csrf())
            .param("name", "again")
            .param("layout", "captions")
            .param("path", "said")
            .param("split", "val")
            .exchange();
    assertThat(refused).bodyText().contains("split: is only for", "value=\"again\"");
    assertThat(http.delete().uri("/api/datasets/said")).hasStatus(204);
  }

  @Test
  void whatIsWrongWithARequestIsNamed() throws Exception {
    picture("good/cat/1.png");
    assertRefused("{'layout':'folders','path':'good'}", "name");
    assertRefused("{'name':'icons','layout':'folders','path':'good'}", "name");
    assertRefused("{'name':'x','layout':'heap','path':'good'}", "layout");
    assertRefused("{'name':'x','layout':'folders','path':'../'}", "path");
    assertRefused("{'name':'x','layout':'folders','path':'/etc'}", "path");
    assertRefused("{'name':'x','layout':'folders','path':'good','domain':'in'}", "domain");
    assertThat(http.delete().uri("/api/datasets/icons")).hasStatus(400);
    assertThat(http.delete().uri("/api/datasets/nothing")).hasStatus(404);
  }

  private void assertRefused(String body, String field) throws IOException {
    MvcTestResult answer = post("/api/datasets", body);
    assertThat(answer).hasStatus(400);
    assertThat(json(answer).path("errors").get(0).path("field").asString()).isEqualTo(field);
  }

  private MvcTestResult post(String uri, String body) {
    return http.post()
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private JsonNode get(String uri) throws IOException {
    return json(http.get().uri(uri).exchange());
  }

  private JsonNode await(String uri, Predicate<JsonNode> wanted) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    JsonNode answer = get(uri);
    while (!wanted.test(answer)) {
      assertThat(Instant.now()).as("waiting for %s: %s", uri, answer).isBefore(end);
      Thread.sleep(200);
      answer = get(uri);
    }
    return answer;
  }

  private static JsonNode json(MvcTestResult answer) throws UnsupportedEncodingException {
    return new JsonMapper().readTree(answer.getResponse().getContentAsString());
  }

  private static void picture(String path) throws IOException {
    File file = home.resolve("datasets").resolve(path).toFile();
    Files.createDirectories(file.getParentFile().toPath());
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", file);
  }
}
