package dev.attune.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

class ModelPageControllerTest {
  @TempDir private Path home;
  private ModelPulls pulls;
  private MockMvcTester mvc;

  @BeforeEach
  void start() {
    ModelHub hub = ModelHub.at(home);
    pulls = new ModelPulls(hub);
    ModelPageController controller =
        new ModelPageController(hub, pulls, new ModelViews(hub, pulls), model -> List.of());
    mvc = MockMvcTester.of(List.of(controller), b -> b.setViewResolvers(templates()).build());
  }

  private static ThymeleafViewResolver templates() {
    ClassLoaderTemplateResolver files = new ClassLoaderTemplateResolver();
    files.setPrefix("templates/");
    files.setSuffix(".html");
    SpringTemplateEngine engine = new SpringTemplateEngine();
    engine.setTemplateResolver(files);
    ThymeleafViewResolver views = new ThymeleafViewResolver();
    views.setTemplateEngine(engine);
    views.setCharacterEncoding(StandardCharsets.UTF_8.name());
    return views;
  }

  @AfterEach
  void stop() {
    pulls.close();
  }

  @Test
  void showsWhatIsHereBrokenOnesIncludedAndWhatCouldBe() throws Exception {
    Files.createDirectories(home.resolve("models/torn"));
    assertThat(mvc.get().uri("/models"))
        .hasStatusOk()
        .bodyText()
        .contains("icons-clip-s", "torn", "card.json: is missing", "/models/torn/remove")
        .contains("/models/clip-vit-b16/pull", "934.1")
        .doesNotContain("hx-get", "/models/icons-clip-s/remove");
    assertThat(mvc.get().uri("/models/available"))
        .hasStatusOk()
        .bodyText()
        .startsWith("<div")
        .contains("clip-vit-b16")
        .doesNotContain("icons-clip-s");
  }

  @Test
  void saysWhatCannotBeDone() {
    assertThat(mvc.post().uri("/models/icons-clip-s/remove"))
        .hasRedirectedUrl("/models")
        .flash()
        .containsEntry("problem", "icons-clip-s is built in");
  }
}
