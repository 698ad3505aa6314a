package dev.attune.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.attune.Browser;
import dev.attune.PageTest;
import dev.attune.experiment.MadeUpWorker;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages in a browser, with scripts and without. */
@PageTest
class PagesBrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @LocalServerPort private int port;
  @Autowired private MadeUpWorker worker;
  @Autowired private ExperimentService experiments;

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000); // a busy machine is slow
  }

  @BeforeEach
  void clear() {
    worker.clear();
  }

  /** The policy takes a style from the page, which does without, and nothing else. */
  @Test
  void theApisDescriptionIsShownUnderTheContentPolicy() {
    try (BrowserContext context = context(true)) {
      Page page = context.newPage();
      List<String> complaints = new ArrayList<>();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add(message.text());
            }
          });
      page.navigate(at("/swagger-ui.html"));
      page.getByText("/api/experiments/{id}/rerun").click();
      assertThat(page.getByText("Queue a new experiment with the same spec")).isVisible();
      assertThat(complaints).allSatisfy(c -> assertThat(c).startsWith("Applying inline style"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewcomerSeesResultsArriveAndFollowsThem(boolean scripts) {
    worker.queueDemonstration();
    ExperimentView first =
        experiments.active(20).stream()
            .map(e -> experiments.get(e.id()))
            .filter(e -> e.spec().method().path("steps").asInt() > 0)
            .findFirst()
            .orElseThrow();
    String id = first.id();
    try (BrowserContext context = context(scripts)) {
      Page page = context.newPage();
      page.navigate(at("/"));
      assertThat(page.getByText("nothing needs to be done")).isVisible();
      worker.start(id, 7);
      assertThat(page.locator("#live"))
          .containsText("7 of %d samples".formatted(first.spec().limit()));
      worker.finish(id);
      Locator results = page.locator("section:has(#latest)");
      assertThat(results).containsText("+22.2");
      experiments.active(20).forEach(e -> experiments.cancel(e.id()));
      assertThat(page.getByText("Nothing runs")).isVisible();
      results.getByRole(AriaRole.LINK).first().click();
      assertThat(page.getByRole(AriaRole.HEADING, named("Before and after"))).isVisible();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("fixed")).click();
      assertThat(page).hasURL(at("/experiments/" + id + "?filter=fixed#samples"));
      page.locator(".samples > tbody > tr").nth(1).getByRole(AriaRole.LINK).last().click();
      assertThat(page.getByRole(AriaRole.HEADING, named("Step by step"))).isVisible();
      assertThat(page.locator("img.large")).hasJSProperty("complete", true);
      page.goBack();
      assertThat(page).hasURL(at("/experiments/" + id + "?filter=fixed#samples"));
      page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Leaderboard").setExact(true))
          .click();
      assertThat(page.locator("tbody tr")).hasCount(1);
      page.locator("tbody .gain a").click();
      assertThat(page).hasURL(at("/experiments/" + id));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPresetsButtonStartsAnExperimentAndItCanBeCancelled(boolean scripts) {
    try (BrowserContext context = context(scripts)) {
      Page page = context.newPage();
      page.navigate(at("/"));
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New experiment")).click();
      page.locator("#q-dataset").selectOption("icons-sketch");
      page.locator("#q-limit").fill("0");
      page.getByRole(AriaRole.BUTTON, button("Run rlcf-tune")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("must be at least 1");
      assertThat(page.locator("#q-dataset")).hasValue("icons-sketch");
      page.locator("#q-limit").fill("10");
      page.getByRole(AriaRole.BUTTON, button("Run rlcf-tune")).click();
      assertThat(page.locator("#live")).containsText("Queued");
      String id = experiments.list(ExperimentQuery.newest(1)).items().get(0).id();
      assertThat(page).hasURL(at("/experiments/" + id));
      worker.start(id, 3);
      assertThat(page.locator("#live")).containsText("3 of 10 samples");
      page.getByRole(AriaRole.BUTTON, button("Cancel")).click();
      assertThat(page.locator("#live")).containsText("Cancelling");
      worker.finish(id);
      assertThat(page.locator("#live")).containsText("Cancelled");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Delete")).click();
      page.getByRole(AriaRole.BUTTON, button("Delete it")).click();
      assertThat(page).hasURL(at("/experiments"));
    }
  }

  @Test
  void nothingIsWiderThanAPhoneAndNothingIsRefusedByThePolicy() {
    String id = worker.completed("rlcf-tune", "icons", 20);
    try (BrowserContext context = context(true)) {
      Page page = context.newPage();
      List<String> complaints = new ArrayList<>();
      page.onConsoleMessage(m -> complaints.add(m.type() + " " + m.text()));
      page.setViewportSize(360, 740);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      for (String path :
          List.of(
              "/",
              "/experiments",
              "/experiments/new?preset=tpt",
              "/experiments/" + id,
              "/experiments/" + id + "/samples/0",
              "/leaderboards/classification/icons",
              "/datasets/icons",
              "/datasets",
              "/models/icons-clip-s",
              "/workers")) {
        page.navigate(at(path));
        Object width = page.evaluate("document.documentElement.scrollWidth");
        assertThat((int) width).as(path).isLessThanOrEqualTo(360);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            .isEqualTo("rgb(18, 20, 23)");
      }
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void filtersSayWhoWasRefusedToPeopleAndToPrograms() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest.Builder form =
        HttpRequest.newBuilder()
            .POST(HttpRequest.BodyPublishers.ofString("preset=tpt"))
            .header("Content-Type", "application/x-www-form-urlencoded");
    HttpResponse<String> page =
        client.send(
            form.uri(URI.create(at("/experiments"))).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("too old").contains("Nothing was changed");
    assertThat(PageLint.problems(page.body())).isEmpty();
    HttpResponse<String> program =
        client.send(
            HttpRequest.newBuilder(URI.create(at("/api/nothing"))).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(program.statusCode()).isEqualTo(404);
    assertThat(program.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  private static BrowserContext context(boolean scripts) {
    return BROWSER
        .page()
        .context()
        .browser()
        .newContext(new NewContextOptions().setJavaScriptEnabled(scripts));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions button(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private String at(String path) {
    return "http://localhost:" + port + path;
  }
}
