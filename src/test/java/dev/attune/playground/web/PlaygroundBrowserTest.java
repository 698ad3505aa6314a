package dev.attune.playground.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.attune.Browser;
import dev.attune.playground.PlaygroundTest;
import dev.attune.testing.FakeEpisodes;
import dev.attune.testing.TestPictures;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A picture's way through a browser, with scripts and without. */
@PlaygroundTest
class PlaygroundBrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @LocalServerPort private int port;
  @Autowired private FakeEpisodes episodes;

  private final Semaphore steps = new Semaphore(0);

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000); // a busy machine is slow
  }

  @AfterEach
  void reset() {
    steps.release(100);
    episodes.reset();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUploadShowsBothAnswersAndTheCandidatesAsTheyCome(boolean scripts) {
    episodes.beforeStep(step -> steps.acquire());
    try (BrowserContext context = context(scripts)) {
      Page page = context.newPage();
      page.navigate(at("/"));
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Playground")).click();
      page.getByRole(AriaRole.BUTTON, named("Classify it")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("must be given");
      page.locator("#u-image").setInputFiles(photo());
      page.getByLabel("Labels").fill("car\numbrella\nrocket");
      page.getByLabel("Steps").fill("2");
      page.getByLabel("Candidates").fill("2");
      page.getByRole(AriaRole.BUTTON, named("Classify it")).click();

      Locator before = page.locator("section:has(#before)");
      Locator after = page.locator("section:has(#after)");
      Locator tables = page.locator("table.steps");
      assertThat(before).containsText("car");
      assertThat(after).containsText("Not known yet");
      assertThat(page.locator("#live")).containsText("0 of 2 steps");
      assertThat(tables).hasCount(0);
      steps.release();
      assertThat(tables).hasCount(1);
      assertThat(page.locator("#live")).containsText("1 of 2 steps");
      steps.release();
      assertThat(tables).hasCount(2);
      assertThat(after).containsText("rocket");
      assertThat(page.locator("#live")).containsText("Completed");
      assertThat(tables.first()).containsText("umbrella");
      assertThat(tables.first()).containsText("+0.250");
      assertThat(tables.first().locator("rect")).hasCount(2);
      assertThat(page.locator("img.large")).hasJSProperty("complete", true);

      String link = page.url();
      page.navigate(at("/"));
      page.navigate(link);
      assertThat(page.locator("section:has(#after)")).containsText("rocket");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Change and ask again"))
          .click();
      assertThat(page.getByLabel("Labels")).hasValue("car\numbrella\nrocket");
      page.getByLabel("Steps").fill("0");
      page.getByRole(AriaRole.BUTTON, named("Classify it")).click();
      assertThat(page.locator("#live")).containsText("Completed");
      assertThat(page.getByText("No step is taken")).isVisible();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPictureIsNotAdaptedToAnyMoreWhenItIsCancelled(boolean scripts) {
    episodes.beforeStep(step -> steps.acquire());
    try (BrowserContext context = context(scripts)) {
      Page page = context.newPage();
      page.navigate(at("/playground/classify?dataset=icons&sample=3"));
      page.getByRole(AriaRole.BUTTON, named("Classify it")).click();
      assertThat(page.locator("#live")).containsText("Running");
      page.getByRole(AriaRole.BUTTON, named("Cancel")).click();
      steps.release(1);
      assertThat(page.locator("#live")).containsText("Cancelled");
      assertThat(page.getByText("It is sample 3 of icons")).isVisible();
    }
  }

  @Test
  void aPictureCanBePastedAndDropped() {
    String png = Base64.getEncoder().encodeToString(TestPictures.png(40, 30));
    Page page = BROWSER.page();
    List<String> complaints = new ArrayList<>();
    page.onConsoleMessage(m -> complaints.add(m.type() + " " + m.text()));
    for (String event :
        List.of(
            "new ClipboardEvent('paste', {clipboardData: d, bubbles: true})",
            "new DragEvent('drop', {dataTransfer: d, bubbles: true, cancelable: true})")) {
      page.navigate(at("/playground/classify"));
      page.evaluate(
          """
          (png) => {
            const bytes = Uint8Array.from(atob(png), c => c.charCodeAt(0));
            const d = new DataTransfer();
            d.items.add(new File([bytes], 'photo.png', {type: 'image/png'}));
            document.querySelector('[data-upload]').dispatchEvent(%s);
          }
          """
              .formatted(event),
          png);
      assertThat(page.getByAltText("The picture you chose")).isVisible();
      page.getByLabel("Labels").fill("car, rocket");
      page.getByRole(AriaRole.BUTTON, named("Classify it")).click();
      assertThat(page.locator("#live")).containsText("Completed");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void nothingIsWiderThanAPhone() {
    Page page = BROWSER.page();
    page.setViewportSize(360, 740);
    page.navigate(at("/playground/caption"));
    assertThat(width(page)).isLessThanOrEqualTo(360);
    page.navigate(at("/playground/classify"));
    assertThat(width(page)).isLessThanOrEqualTo(360);
    page.locator("#u-image").setInputFiles(photo());
    page.getByLabel("Labels").fill("an uncommonly long label that stands in a narrow table,car");
    page.getByRole(AriaRole.BUTTON, named("Classify it")).click();
    assertThat(page.locator("#live")).containsText("Completed");
    assertThat(width(page)).isLessThanOrEqualTo(360);
  }

  private static int width(Page page) {
    return (int) page.evaluate("document.documentElement.scrollWidth");
  }

  private static FilePayload photo() {
    return new FilePayload("photo.png", "image/png", TestPictures.png(320, 240));
  }

  private static BrowserContext context(boolean scripts) {
    return BROWSER
        .page()
        .context()
        .browser()
        .newContext(new NewContextOptions().setJavaScriptEnabled(scripts));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private String at(String path) {
    return "http://localhost:" + port + path;
  }
}
