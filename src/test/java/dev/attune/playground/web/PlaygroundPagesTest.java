package dev.attune.playground.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.attune.playground.PlaygroundTest;
import dev.attune.testing.FakeEpisodes;
import dev.attune.testing.TestPictures;
import java.io.UnsupportedEncodingException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PlaygroundTest
@Timeout(120) // against a hang
class PlaygroundPagesTest {
  @Autowired private MockMvcTester mvc;
  @Autowired private FakeEpisodes episodes;

  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void open() {
    gate.countDown();
    episodes.reset();
  }

  @Test
  void thePlaygroundBeginsWithAForm() {
    assertThat(get("/playground")).hasRedirectedUrl("/playground/classify");
    assertThat(text(get("/playground/classify")))
        .contains("enctype=\"multipart/form-data\"", "aria-current=\"page\"", "name=\"_csrf\"")
        .doesNotContain("No engine is here", "hx-get");
    assertThat(text(get("/playground/caption"))).contains("Caption a picture");
    assertThat(get("/playground/nothing")).hasStatus(404);
  }

  @Test
  void aSampleBringsItsLabels() {
    assertThat(text(get("/playground/classify?dataset=icons&sample=3")))
        .contains("value=\"3\"", "umbrella");
  }

  @Test
  void whatIsWrongIsNamedAtItsFieldAndTheRestIsKept() {
    MvcTestResult answer = post(new byte[] {1}, "labels", "car", "steps", "x", "views", "7");
    assertThat(answer).hasStatus(400);
    assertThat(text(answer))
        .contains("id=\"u-steps-problem\"", "value=\"x\"", "value=\"7\"", "href=\"#u-steps\"");
    MvcTestResult others = post(new byte[] {1}, "labels", "car");
    assertThat(text(others)).contains("id=\"u-labels-problem\"", "id=\"u-image-problem\"", ">car<");
  }

  @Test
  void aPageFollowsTheStepsAndStopsAsking() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    episodes.beforeStep(
        step -> {
          if (step == 1) {
            second.countDown();
            gate.await();
          }
        });
    MvcTestResult begun =
        post(TestPictures.animatedGif(40, 30), "labels", "car,fire_truck", "steps", "2");
    assertThat(begun).hasStatus3xxRedirection();
    String at = begun.getResponse().getRedirectedUrl();
    second.await();

    String running = text(get(at));
    assertThat(running)
        .contains(
            "<noscript><meta http-equiv=\"refresh\"",
            "hx-get=\"" + at + "?seen=RUNNING-1-true\"",
            "the first frame was taken",
            "Step <span>1</span>",
            "−0.250",
            "+0.250",
            "Not known yet");
    assertThat(mvc.get().uri(at + "?seen=RUNNING-1-true").header("HX-Request", "true").exchange())
        .hasStatus(204);
    String part = text(mvc.get().uri(at).header("HX-Request", "true").exchange());
    assertThat(part)
        .contains("id=\"live\"", "id=\"outcome\"", "hx-swap-oob=\"true\"")
        .doesNotContain("<html");

    gate.countDown();
    while (text(get(at)).contains("hx-get")) {
      Thread.sleep(5);
    }
    assertThat(text(get(at)))
        .contains("Completed", "Change and ask again", ">fire truck<")
        .doesNotContain("http-equiv=\"refresh\"", "Not known yet");
    assertThat(get(at + "/picture.png")).hasStatusOk().hasContentType("image/png");
    String again = at.substring(at.lastIndexOf('/') + 1);
    assertThat(text(get("/playground/classify?from=" + again)))
        .contains("name=\"picture\" value=\"" + again + "\"", "car\nfire_truck");
    assertThat(mvc.post().uri(at + "/cancel").with(csrf()).exchange()).hasRedirectedUrl(at);
  }

  @Test
  void aFullLaneKeepsWhatWasTyped() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    episodes.beforeStep(
        step -> {
          first.countDown();
          gate.await();
        });
    byte[] image = TestPictures.png(4, 4);
    post(image, "labels", "car,umbrella");
    first.await();
    post(image, "labels", "car,umbrella");
    post(image, "labels", "car,umbrella");
    MvcTestResult full = post(image, "labels", "car,umbrella", "steps", "2");
    assertThat(full).hasStatus(503).hasHeader("Retry-After", "5");
    assertThat(text(full)).contains("too many pictures are waiting", "car,umbrella", "value=\"2\"");
  }

  @Test
  void aSearchShowsWhatItFound() throws InterruptedException {
    MvcTestResult begun =
        mvc.post()
            .uri("/playground/search")
            .multipart()
            .with(csrf())
            .param("dataset", "scenes")
            .param("text", "a red car")
            .param("steps", "1")
            .exchange();
    String at = begun.getResponse().getRedirectedUrl();
    while (text(get(at)).contains("hx-get")) {
      Thread.sleep(5);
    }
    assertThat(text(get(at)))
        .contains("a red car", "/datasets/scenes/samples/3.png", FakeEpisodes.AFTER)
        .doesNotContain("picture.png");
    assertThat(get(at + "/picture.png")).hasStatus(404);
    String id = at.substring(at.lastIndexOf('/') + 1);
    assertThat(text(get("/playground/search?from=" + id))).contains("value=\"a red car\"");
  }

  @Test
  void unknownAndExpiredLinksAreAPage() {
    MvcTestResult gone = get("/playground/classify/" + "0".repeat(32));
    assertThat(gone).hasStatus(404).hasContentTypeCompatibleWith("text/html");
    assertThat(text(gone)).contains("not any more");
    assertThat(get("/playground/classify/x/picture.png")).hasStatus(404);
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).exchange();
  }

  private MvcTestResult post(byte[] image, String... fields) {
    var request = mvc.post().uri("/playground/classify").multipart();
    request.file(new MockMultipartFile("image", "photo.png", "image/png", image)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }

  private static String text(MvcTestResult result) {
    try {
      return result.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
