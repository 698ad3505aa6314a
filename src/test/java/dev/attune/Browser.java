package dev.attune;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The system's Chromium, without a window, for a test class that registers this as a static
 * extension. Every test gets a page with cookies of its own; a failing test leaves a screenshot
 * under {@code target/screenshots}. Where there is no browser the class is skipped and the reason
 * printed. The environment variable {@code CHROMIUM} names the program where it is not found.
 */
public final class Browser
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> ARGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private @Nullable Playwright playwright;
  private com.microsoft.playwright.@Nullable Browser chromium;
  private @Nullable Page page;

  /** The page of the running test, 1280 x 800 pixels. */
  public Page page() {
    if (page == null) {
      throw new IllegalStateException("there is a page only while a test runs");
    }
    return page;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      String reason = context.getDisplayName() + " is skipped: no Chromium on this system";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    // the driver must not fetch a browser of its own
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(program.orElseThrow()).setArgs(ARGS));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (chromium != null) {
      page = chromium.newContext().newPage();
      page.setViewportSize(1280, 800);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (page == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      Path file =
          SCREENSHOTS.resolve(
              context.getRequiredTestClass().getSimpleName()
                  + "."
                  + context.getRequiredTestMethod().getName()
                  + ".png");
      page.screenshot(new ScreenshotOptions().setPath(file).setFullPage(true));
      System.out.println("The page of the failed test is in " + file);
    }
    page.context().close();
    page = null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      playwright.close();
      playwright = null;
      chromium = null;
    }
  }

  private static Optional<Path> program() {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isBlank()) {
      Path program = Path.of(named);
      if (!Files.isExecutable(program)) {
        throw new IllegalStateException("CHROMIUM names no program: " + program);
      }
      return Optional.of(program);
    }
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
