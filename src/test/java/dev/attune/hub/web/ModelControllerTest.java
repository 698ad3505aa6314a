package dev.attune.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class ModelControllerTest {
  @TempDir private Path home;
  private final List<String> users = new ArrayList<>();
  private ModelPulls pulls;
  private MockMvcTester mvc;

  @BeforeEach
  void start() throws IOException {
    ModelHub hub = ModelHub.at(home);
    hub.export("icons-clip-s", home.resolve("folder"));
    Files.createDirectories(home.resolve("import"));
    Files.move(home.resolve("folder"), home.resolve("import/inbox"));
    pulls = new ModelPulls(hub);
    mvc =
        MockMvcTester.of(
            new ModelController(hub, pulls, new ModelViews(hub, pulls), model -> users));
  }

  @AfterEach
  void stop() {
    pulls.close();
  }

  private void importInbox() throws InterruptedException {
    assertThat(
            mvc.post()
                .uri("/api/models/mine/import")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"folder\":\"inbox\"}"))
        .hasStatus(202)
        .hasHeader("Location", "/api/models/mine/import");
    while (!pulls.progress("mine").orElseThrow().state().finished()) {
      Thread.sleep(10);
    }
    assertThat(mvc.get().uri("/api/models/mine/import"))
        .bodyJson()
        .extractingPath("$.state")
        .isEqualTo("COMPLETED");
  }

  @Test
  void listsWhatIsHereAndWhatCouldBe() {
    assertThat(mvc.get().uri("/api/models"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$[*].state")
        .asArray()
        .containsOnly("built-in");
    assertThat(mvc.get().uri("/api/models?available=true"))
        .bodyJson()
        .extractingPath("$[*].name")
        .asArray()
        .contains("icons-clip-s", "clip-vit-b16", "opt-125m", "coop-imagenet");
    assertThat(mvc.get().uri("/api/models/clip-vit-b16"))
        .bodyJson()
        .extractingPath("$.bytes")
        .isEqualTo(352_193_995);
  }

  @Test
  void importsAndRemoves() throws InterruptedException {
    importInbox();
    assertThat(mvc.get().uri("/api/models/mine"))
        .bodyJson()
        .extractingPath("$.state")
        .isEqualTo("installed");
    users.add("abc");
    assertThat(mvc.delete().uri("/api/models/mine"))
        .hasFailed()
        .failure()
        .hasMessageContaining("in use by abc");
    users.clear();
    assertThat(mvc.delete().uri("/api/models/mine")).hasStatus(204);
    assertThat(mvc.get().uri("/api/models/mine"))
        .hasFailed()
        .failure()
        .hasMessageContaining("no model is called 'mine'");
  }

  @Test
  void aBrokenModelSaysWhy() throws Exception {
    importInbox();
    Files.writeString(home.resolve("models/mine/model.safetensors"), "cut off");
    assertThat(mvc.get().uri("/api/models/mine"))
        .bodyJson()
        .extractingPath("$.problem")
        .asString()
        .contains("model.safetensors");
  }

  @Test
  void whatCannotBePulledSaysHowToGetIt() {
    assertThat(mvc.post().uri("/api/models/coop-imagenet/pull"))
        .hasFailed()
        .failure()
        .hasMessageContaining("Unpack it");
    assertThat(mvc.get().uri("/api/models/clip-vit-b16/pull"))
        .hasFailed()
        .failure()
        .hasMessageContaining("no model is called");
  }
}
