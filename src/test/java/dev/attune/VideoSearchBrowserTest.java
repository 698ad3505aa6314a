package dev.attune;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Videos are searched, and searched with, in a browser. */
@VideoApplication
class VideoSearchBrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @LocalServerPort private int port;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000); // a busy machine is slow
  }

  @BeforeEach
  void open() throws Exception {
    MotionClips.register(port);
    page = BROWSER.page();
    page.onConsoleMessage(m -> complaints.add(m.type() + " " + m.text()));
    page.navigate("http://localhost:" + port + "/playground/search");
    page.locator("#u-dataset").selectOption(MotionClips.NAME);
    page.getByLabel("Steps").fill("1");
    page.getByLabel("Candidates").fill("3");
  }

  private void search() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Search").setExact(true))
        .click();
    assertThat(page.locator("#live")).containsText("Completed");
  }

  private void assertPlays(Locator figure, String words) {
    Locator player = figure.locator("video");
    assertThat(player).hasAttribute("aria-label", "Video: " + words);
    player.evaluate("v => v.play()");
    page.waitForFunction("v => v.currentTime > 0.3", player.elementHandle());
    assertThat((int) player.evaluate("v => v.videoWidth")).isPositive();
    Locator strip =
        figure.getByRole(
            AriaRole.IMG,
            new Locator.GetByRoleOptions()
                .setName("Frames of the video, from first to last: " + words)
                .setExact(true));
    assertThat(strip).isVisible();
    strip.scrollIntoViewIfNeeded();
    page.waitForFunction("i => i.naturalWidth > 2 * i.naturalHeight", strip.elementHandle());
  }

  @Test
  void aTextFindsVideosThatPlayAndAreDescribed() {
    page.locator("#u-text").fill(MotionClips.caption(3));
    search();
    for (String section : List.of("before", "after")) {
      Locator found = page.locator("section:has(#%s) ol.videos > li".formatted(section));
      assertThat(found).hasCount(MotionClips.SIZE);
      assertThat(found.locator("video")).hasCount(MotionClips.SIZE);
      Locator first = found.first();
      assertPlays(first.locator("figure"), first.getByRole(AriaRole.LINK).textContent());
    }
    assertThat(page.locator("table.steps tbody tr")).hasCount(3);
    page.setViewportSize(360, 740);
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(360);
    page.setViewportSize(1280, 800);
    page.locator("section:has(#after) ol.videos > li a").first().click();
    assertThat(page.locator("#u-dataset")).hasValue(MotionClips.NAME);
    assertThat(page.locator("#u-sample")).not().hasValue("");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aClipFindsTexts() {
    page.locator("#u-video").setInputFiles(MotionClips.file(1));
    search();
    assertPlays(
        page.getByLabel("What is looked for").locator("figure"), "the one that was brought");
    for (String section : List.of("before", "after")) {
      assertThat(page.locator("section:has(#%s) table.top tbody tr".formatted(section)))
          .hasCount(2 * MotionClips.SIZE);
    }
    assertThat(page.locator("ol.videos")).hasCount(0);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFileThatIsNoVideoIsNamedAtItsField() {
    page.locator("#u-video").setInputFiles(MotionClips.file(0).resolveSibling("captions.csv"));
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Search").setExact(true))
        .click();
    assertThat(page.locator("#u-video-problem")).containsText("is no video of a known kind");
    assertThat(page.getByLabel("Steps")).hasValue("1");
  }
}
