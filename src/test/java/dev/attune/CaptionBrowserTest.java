package dev.attune;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.task.Episode;
import dev.attune.task.EpisodeListener;
import dev.attune.task.Episodes;
import dev.attune.task.Interactive;
import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A picture is captioned in a browser by the built-in captioner, with scripts and without. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.datasource.url=jdbc:h2:mem:caption-browser", "attune.demo=false"})
class CaptionBrowserTest {
  private static final int STEPS = 3;
  private static final int K = 4;
  private static final Semaphore NEWS = new Semaphore(0);

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private static Path home;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void home(DynamicPropertyRegistry registry) {
    registry.add("attune.home", home::toString);
  }

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000); // a busy machine is slow
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theCaptionIsSeenBeforeAndAfterAndTheCandidatesBetween(boolean scripts) throws IOException {
    NEWS.drainPermits();
    try (BrowserContext context =
        BROWSER
            .page()
            .context()
            .browser()
            .newContext(new NewContextOptions().setJavaScriptEnabled(scripts))) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + port + "/playground/caption");
      page.locator("#u-image").setInputFiles(new FilePayload("scene.png", "image/png", scene()));
      page.getByLabel("Steps").fill(Integer.toString(STEPS));
      page.getByLabel("Candidates").fill(Integer.toString(K));
      page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Caption it")).click();

      Locator before = page.locator("section:has(#before)");
      Locator after = page.locator("section:has(#after)");
      Locator tables = page.locator("table.steps");
      assertThat(before.locator("blockquote")).not().isEmpty();
      assertThat(after).containsText("Not known yet");
      assertThat(tables).hasCount(0);
      NEWS.release();
      assertThat(tables).hasCount(1);
      assertThat(tables.locator("tbody tr")).hasCount(K);
      assertThat(tables.locator("rect")).hasCount(K);
      assertThat(after).containsText("Not known yet");
      NEWS.release(STEPS);
      assertThat(after.locator("blockquote")).not().isEmpty();
      assertThat(tables).hasCount(STEPS);
      assertThat(page.locator("#live")).containsText("Completed");
      assertThat(before.locator("blockquote").textContent().split(" ")).hasSizeGreaterThan(2);
      assertThat(after.locator("blockquote").textContent().split(" ")).hasSizeGreaterThan(2);
      assertThat(page.locator("img.large")).hasJSProperty("complete", true);
    } finally {
      NEWS.release(STEPS + 2);
    }
  }

  /** A picture of the built-in benchmark as PNG. */
  private static byte[] scene() throws IOException {
    RgbImage scene = new BuiltInDatasets().captions("scenes").picture(1);
    BufferedImage image =
        new BufferedImage(scene.width(), scene.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < scene.height(); y++) {
      for (int x = 0; x < scene.width(); x++) {
        image.setRGB(x, y, scene.at(x, y, 0) << 16 | scene.at(x, y, 1) << 8 | scene.at(x, y, 2));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  /** Lets the captioner go on only when the news has been looked at. */
  @TestConfiguration
  static class StepByStep {
    @Bean
    static BeanPostProcessor stepByStep() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Episodes episodes ? new Gated(episodes) : bean;
        }
      };
    }
  }

  private record Gated(Episodes episodes) implements Episodes {
    @Override
    public void run(Interactive task, Interactive.Decided what, EpisodeListener listener) {
      episodes.run(
          task,
          what,
          new EpisodeListener() {
            @Override
            public void onChange(Episode soFar) {
              listener.onChange(soFar);
              if (soFar.after() == null) {
                NEWS.acquireUninterruptibly();
              }
            }

            @Override
            public boolean isWanted() {
              return listener.isWanted();
            }
          });
    }
  }
}
