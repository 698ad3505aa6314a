package dev.attune.web;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.attune.PageTest;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.VideoDataset;
import dev.attune.experiment.MadeUpWorker;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.QueueFullException;
import dev.attune.playground.MadeUpResults;
import dev.attune.playground.SessionStatus;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

@PageTest
class PagesTest {
  @Autowired private MockMvcTester mvc;
  @Autowired private MadeUpWorker worker;
  @Autowired private ExperimentService experiments;
  @Autowired private MadeUpResults results;
  @Autowired private DatasetCatalog datasets;

  @BeforeEach
  void clear() {
    worker.clear();
  }

  @Test
  void everyTemplateIsRenderedAndSound() throws IOException {
    Set<String> rendered = new TreeSet<>();
    for (String path : new String[] {"/", "/experiments", "/leaderboards", "/workers"}) {
      rendered.add(lint(path)); // with nothing in the database
    }
    String id = worker.completed("rlcf-tune", "icons", 40);
    String queued = worker.queue("tpt", "icons", 5);
    String failed = worker.failed("The disk is full.");
    String trained = worker.training("trained", true);
    String training = worker.training("half-trained", false);
    for (String path :
        new String[] {
          "/",
          "/experiments",
          "/experiments?sort=metric,desc&status=completed",
          "/experiments/new",
          "/experiments/new?preset=rlcf-tune",
          "/experiments/new?from=" + id,
          "/experiments/" + id,
          "/experiments/" + id + "?filter=fixed",
          "/experiments/" + id + "?after=19",
          "/experiments/" + queued,
          "/experiments/" + failed,
          "/experiments/" + trained,
          "/experiments/" + training,
          "/experiments/new?from=" + trained,
          "/experiments/new?preset=train-clipcap",
          "/experiments/" + id + "/samples/0",
          "/experiments/" + id + "/samples/9",
          "/experiments/" + worker.completed("rlcf-t2v", "motion", 10),
          "/experiments/" + id + "/delete",
          "/leaderboards",
          "/leaderboards/classification/icons",
          "/leaderboards/classification/icons-sketch",
          "/datasets",
          "/datasets/_registrations",
          "/datasets/icons?page=3",
          "/datasets/motion",
          "/models",
          "/models/icons-clip-s",
          "/models/clip-vit-b16",
          "/models/coop-imagenet",
          "/workers",
          "/playground/classify",
          "/playground/classify?dataset=icons&sample=3",
          "/playground/classify?from=" + classified(SessionStatus.COMPLETED),
          "/playground/classify/" + classified(SessionStatus.COMPLETED),
          "/playground/classify/" + classified(SessionStatus.FAILED),
          "/playground/caption",
          "/playground/search",
          "/nothing-is-here"
        }) {
      rendered.add(lint(path));
    }
    assertThat(rendered).containsAll(templates());
  }

  private String classified(SessionStatus status) {
    return results.classified(status, Instant.now());
  }

  private String lint(String path) {
    MvcTestResult result = get(path);
    assertThat(PageLint.problems(text(result))).as(path).isEmpty();
    return result.getMvcResult().getModelAndView().getViewName();
  }

  private static Set<String> templates() throws IOException {
    Resource[] files =
        new PathMatchingResourcePatternResolver().getResources("classpath:/templates/**/*.html");
    return Arrays.stream(files)
        .map(f -> f.toString().replaceAll(".*/templates/(.*)\\.html.*", "$1"))
        .filter(name -> !name.startsWith("fragments/"))
        .collect(Collectors.toSet());
  }

  @Test
  void pagesAreTheSameInEveryLanguage() {
    String path = "/experiments/" + worker.failed("The disk is full.");
    String turkish = text(mvc.get().uri(path).header("Accept-Language", "tr-TR").exchange());
    assertThat(withoutTokens(turkish))
        .isEqualTo(withoutTokens(text(get(path))))
        .contains("class=\"status failed\">Failed<");
  }

  private static String withoutTokens(String page) {
    return page.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
  }

  @Test
  void anEmptyDatabaseSaysWhatToDo() {
    assertThat(text(get("/")))
        .contains("Nothing runs", "Start one with a preset", "curl ")
        .doesNotContain("hx-get");
    assertThat(text(get("/experiments"))).contains("Start one with a preset");
    assertThat(text(get("/leaderboards"))).contains("none has yet", "Start one with a preset");
    assertThat(text(get("/leaderboards/classification/icons")))
        .contains("No experiment on this data set has completed yet");
  }

  @Test
  void aTrainingShowsItsLossesAndAsksAgain() {
    String id = worker.training("half-trained", false);
    assertThat(text(get("/experiments/" + id)))
        .contains("hx-get", "13</span> of <span>27</span> steps", "<polyline", "Training losses")
        .contains("40</span> examples a second");
    String part = text(mvc.get().uri("/experiments/" + id).header("HX-Request", "true").exchange());
    assertThat(part).contains("hx-get", "<polyline").doesNotContain("<html");
    assertThat(text(get("/experiments/" + worker.training("trained", true))))
        .contains("/models/trained", "Validation loss");
  }

  @Test
  void aTrainingIsQueuedFromTheFormAndItsProblemsFindTheirFields() {
    assertThat(text(get("/experiments/new?preset=train-capdec")))
        .contains("name=\"training.captioner\"", "scenes-train");
    MvcTestResult refused =
        mvc.post()
            .uri("/experiments")
            .param("task", "training")
            .param("training.type", "capdec")
            .param("dataset", "scenes")
            .param("limit", "9")
            .with(csrf())
            .exchange();
    assertThat(refused).hasStatus(400);
    assertThat(text(refused)).contains("#t-training-captioner", "must be given");
    MvcTestResult queued =
        mvc.post()
            .uri("/experiments")
            .param("task", "training")
            .param("training.type", "capdec")
            .param("training.captioner", "from-a-form")
            .param("dataset", "scenes")
            .param("limit", "9")
            .with(csrf())
            .exchange();
    assertThat(queued).hasStatus3xxRedirection();
  }

  @Test
  void homeAsksAgainWhileSomethingRuns() {
    worker.start(worker.queue("rlcf-tune", "icons", 20), 5);
    String page = text(get("/"));
    assertThat(page).contains("hx-get=\"/\"", "5</span> of <span>20", "Running");
    String part = text(mvc.get().uri("/").header("HX-Request", "true").exchange());
    assertThat(part).contains("hx-get=\"/\"").doesNotContain("<html");
  }

  @Test
  void homeShowsGainsWithSignAndInterval() {
    worker.completed("rlcf-tune", "icons", 40);
    assertThat(text(get("/"))).contains("Top-1 accuracy", "+22.2", " to +", "gain better");
  }

  @Test
  void aPartOfAFinishedExperimentAsksForTheWholePage() {
    String id = worker.completed("tpt", "icons", 20);
    MvcTestResult part =
        mvc.get().uri("/experiments/{id}", id).header("HX-Request", "true").exchange();
    assertThat(part).hasStatusOk().headers().hasValue("HX-Refresh", "true");
    assertThat(text(part)).doesNotContain("hx-get");
    assertThat(mvc.get().uri("/experiments/gone").header("HX-Request", "true").exchange())
        .hasStatus(404)
        .headers()
        .hasValue("HX-Refresh", "true");
  }

  @Test
  void anExperimentLeadsToItsSamplesAndItsData() {
    String id = worker.completed("rlcf-tune", "icons", 40);
    assertThat(text(get("/experiments/" + id)))
        .contains(
            "/experiments/" + id + "/samples/0",
            "/api/experiments/" + id + "/export.csv",
            "/api/experiments/" + id + "/export.json",
            "href=\"/api/experiments/" + id + "\"",
            "lower is better",
            "0.812",
            "icons-clip-l");
    assertThat(text(get("/experiments/" + id + "?filter=broken"))).contains("samples/5\"");
    assertThat(text(get("/experiments/" + id + "?filter=failed")))
        .contains("the picture is damaged");
    assertThat(text(get("/experiments/" + id + "/samples/0")))
        .contains("Step", "loss", "0.2500", "0.812", "wrong:", "right:");
    assertThat(get("/api/experiments/" + id + "/samples/0")).hasStatusOk();
  }

  @Test
  void theBestVideosOfATextAreShownBeforeAndAfter() {
    String id = worker.completed("rlcf-t2v", "motion", 10);
    VideoDataset set = datasets.videos("motion");
    String page = text(get("/experiments/" + id + "/samples/0"));
    assertThat(PageLint.problems(page)).isEmpty();
    String before = listed(page, "The best videos before, best first");
    String after = listed(page, "The best videos after, best first");
    assertThat(shown(before)).containsExactly(1, 2);
    assertThat(shown(after)).containsExactly(0, 1);
    for (int i : shown(after)) {
      String words = set.captions(i).get(0);
      assertThat(after)
          .contains(
              "aria-label=\"Video: %s\"".formatted(words),
              "alt=\"Frames of the video, from first to last: %s\"".formatted(words),
              ">%s: %s<".formatted(set.id(i), words));
    }
    String own = "/datasets/motion/samples/0";
    assertThat(page.substring(0, page.indexOf("id=\"before\"")))
        .contains(own + ".webm", own + ".png", own + "/strip.png", set.captions(0).get(0));
    assertThat(get(own + ".webm")).hasStatusOk().hasContentType("video/webm");
    assertThat(get(own + "/strip.png")).hasStatusOk().hasContentType("image/png");
    assertThat(get("/").getResponse().getHeader("Content-Security-Policy"))
        .contains("media-src 'self'");
  }

  /** A list by its name for screen readers. */
  private static String listed(String page, String name) {
    int from = page.indexOf("aria-label=\"" + name + "\"");
    assertThat(from).as(name).isPositive();
    return page.substring(from, page.indexOf("</ul>", from));
  }

  /** The videos whose players and strips a part of a page has, in its order. */
  private static List<Integer> shown(String part) {
    return Pattern.compile("samples/(\\d+)\\.webm\"(?s:.*?)samples/\\1/strip\\.png\"")
        .matcher(part)
        .results()
        .map(m -> Integer.valueOf(m.group(1)))
        .toList();
  }

  @Test
  void picturesArePngAndKnowWhenTheyHaveNotChanged() {
    MvcTestResult picture = get("/datasets/icons/samples/3.png");
    assertThat(picture).hasStatusOk().hasContentType("image/png");
    String tag = picture.getResponse().getHeader("ETag");
    assertThat(
            mvc.get().uri("/datasets/icons/samples/3.png").header("If-None-Match", tag).exchange())
        .hasStatus(304);
  }

  @Test
  void aFailedExperimentSaysWhyAndWhatToTry() {
    String id = worker.failed("The disk is full.");
    assertThat(text(get("/experiments/" + id)))
        .contains("The disk is full.", "Run again", "Change and run");
  }

  @Test
  void whoOnlyServesSaysThatNoEngineIsHere() {
    assertThat(text(get("/playground/classify"))).contains("No engine is here");
    MvcTestResult api =
        mvc.post().uri("/api/classifications").multipart().param("labels", "a,b").exchange();
    assertThat(api).hasStatus(503);
    assertThat(text(api)).contains("urn:attune:problem:no-engine");
    MvcTestResult page = mvc.post().uri("/playground/classify").multipart().with(csrf()).exchange();
    assertThat(page).hasStatus(503);
    assertThat(PageLint.problems(text(page))).isEmpty();
  }

  @Test
  void resultsAreShownAgainUntilTheyExpire() {
    assertThat(text(get("/playground/classify/" + classified(SessionStatus.COMPLETED))))
        .contains("fire truck", "0.812", "+0.100", "1.23", "the first frame was taken");
    assertThat(text(get("/playground/classify/" + classified(SessionStatus.RUNNING))))
        .contains("Attune was stopped before this was done")
        .doesNotContain("hx-get");
    String old = results.classified(SessionStatus.COMPLETED, Instant.now().minus(30, DAYS));
    assertThat(get("/playground/classify/" + old)).hasStatus(404);
    assertThat(get("/playground/classify/" + old + "/picture.png")).hasStatus(404);
  }

  @Test
  void aPresetsButtonQueues() {
    MvcTestResult result =
        post("quick", "true", "preset", "rlcf-tune", "dataset", "icons", "limit", "10");
    ExperimentView made = experiments.list(ExperimentQuery.newest(1)).items().get(0);
    assertThat(result).hasStatus3xxRedirection().hasRedirectedUrl("/experiments/" + made.id());
    assertThat(made.spec().preset()).isEqualTo("rlcf-tune");
    assertThat(made.spec().limit()).isEqualTo(10);
  }

  @Test
  void theFormOfASpecQueuesTheSameSpec() {
    String id = worker.queue("rlcf-prompt", "icons", 10);
    ExperimentView first = experiments.get(id);
    assertThat(text(get("/experiments/new?from=" + id)))
        .contains("value=\"" + first.spec().method().path("learningRate").asDouble() + "\"");
    assertThat(
            post(
                "name", "again",
                "preset", "rlcf-prompt",
                "dataset", "icons",
                "limit", "10",
                "model", first.spec().model(),
                "method.type", "rlcf-prompt",
                "method.learningRate",
                    Double.toString(first.spec().method().path("learningRate").asDouble()),
                "method.reward.models", "icons-clip-l",
                "method.reward.baseline", "true"))
        .hasStatus3xxRedirection();
    ExperimentView again = experiments.list(ExperimentQuery.newest(1)).items().get(0);
    assertThat(again.name()).isEqualTo("again");
    assertThat(again.spec()).isEqualTo(first.spec());
  }

  @Test
  void promptsAreTypedOneALine() {
    String typed = "a photo of a {}, large\nclip-7";
    String[] fields = {"dataset", "icons", "limit", "10", "method.type", "zero-shot"};
    List<String> all = new ArrayList<>(List.of(fields));
    all.addAll(List.of("method.prompts", typed));
    assertThat(post(all.toArray(String[]::new))).hasStatus3xxRedirection();
    ExperimentView made = experiments.list(ExperimentQuery.newest(1)).items().get(0);
    assertThat(made.spec().method().path("prompts").valueStream().map(JsonNode::asString))
        .containsExactly("a photo of a {}, large", "clip-7");
    assertThat(text(get("/experiments/new?from=" + made.id())))
        .contains(">" + typed + "</textarea>");
    assertThat(text(get("/experiments/" + made.id()))).contains("a photo of a {}, large | clip-7");

    all.set(all.size() - 1, "clip-8");
    MvcTestResult wrong = post(all.toArray(String[]::new));
    assertThat(wrong).hasStatus(400);
    assertThat(text(wrong)).contains("unknown prompts", ">clip-8</textarea>");
  }

  @Test
  void wrongValuesAreNamedAtTheirFieldsAndKept() {
    MvcTestResult result =
        post(
            "name", "kept",
            "dataset", "icons",
            "limit", "many",
            "method.type", "tpt",
            "method.views", "0",
            "method.selection", "NaN");
    assertThat(result).hasStatus(400);
    assertThat(text(result))
        .contains(
            "value=\"kept\"",
            "value=\"many\"",
            "id=\"f-limit-problem\">must be a whole number",
            "id=\"f-method-views-problem\"",
            "id=\"f-method-selection-problem\"",
            "href=\"#f-method-views\"");
    assertThat(experiments.list(ExperimentQuery.newest(1)).totalItems()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "preset,nothing",
    "dataset,nothing",
    "model,nothing",
    "method.type,nothing",
    "limit,0",
    "limit,-1",
    "seed,x",
    "split,train",
    "method.sampleK,100000",
    "method.learningRate,NaN",
    "method.reward.scope,x",
    "method.reward.baseline,x"
  })
  void eachWrongValueIsNamed(String field, String value) {
    MvcTestResult result = post("preset", "tpt", "dataset", "icons", "limit", "5", field, value);
    assertThat(result).hasStatus(400);
    assertThat(text(result)).contains("f-" + field.replace('.', '-'));
  }

  @Test
  void aFullQueueKeepsWhatWasTyped() {
    String id = worker.completed("zero-shot", "icons", 10);
    fillQueue();
    MvcTestResult result = post("preset", "tpt", "dataset", "icons", "limit", "7", "name", "kept");
    assertThat(result).hasStatus(503).headers().containsHeader("Retry-After");
    assertThat(text(result)).contains("too much work", "value=\"kept\"");
    MvcTestResult rerun = mvc.post().uri("/experiments/{id}/rerun", id).with(csrf()).exchange();
    assertThat(rerun).hasStatus(503).headers().containsHeader("Retry-After");
    assertThat(PageLint.problems(text(rerun))).isEmpty();
  }

  private void fillQueue() {
    try {
      while (true) {
        worker.queue("zero-shot", "icons", 1);
      }
    } catch (QueueFullException e) {
      assertThat(e.retryAfter()).isPositive();
    }
  }

  @Test
  void cancelRerunAndDelete() {
    String id = worker.queue("tpt", "icons", 10);
    assertThat(mvc.post().uri("/experiments/{id}/cancel", id).with(csrf()).exchange())
        .hasRedirectedUrl("/experiments/" + id);
    assertThat(text(get("/experiments/" + id))).contains("Cancelled", "Run again");
    assertThat(mvc.post().uri("/experiments/{id}/cancel", id).with(csrf()).exchange())
        .hasStatus(409);
    assertThat(mvc.post().uri("/experiments/{id}/rerun", id).with(csrf()).exchange())
        .hasStatus3xxRedirection();
    assertThat(mvc.post().uri("/experiments/{id}/delete", id).with(csrf()).exchange())
        .hasRedirectedUrl("/experiments");
    assertThat(get("/experiments/" + id)).hasStatus(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/experiments?sort=nonsense,400",
    "/experiments?status=nonsense,400",
    "/experiments?after=x,400",
    "/experiments?before=x,400",
    "/experiments?after=x&before=x,400",
    "/experiments/none,404",
    "/experiments/none/samples/0,404",
    "/experiments/new?from=none,404",
    "/experiments/new?preset=none,400",
    "/leaderboards/none/none,404",
    "/datasets/none,404",
    "/datasets/icons/samples/-1.png,404",
    "/datasets/icons/samples/99999999.png,404",
    "/datasets/icons/samples/x.png,400",
    "/models/none,404",
    "/css/none.css,404"
  })
  void badAddressesGetAPageThatSaysSo(String path, int status) {
    MvcTestResult result = get(path);
    assertThat(result).hasStatus(status).hasContentTypeCompatibleWith("text/html");
    assertThat(text(result)).contains(">" + status + "<").doesNotContain("Exception", "dev.attune");
  }

  @Test
  void listsAreSortedFilteredAndPagedByTheAddress() {
    for (int i = 0; i < 3; i++) {
      worker.completed("zero-shot", "icons", 10 + i);
    }
    String page = text(get("/experiments?dataset=icons&sort=samples,desc"));
    assertThat(page)
        .contains("aria-sort=\"descending\"", "sort=samples%2Casc", "dataset=icons")
        .containsSubsequence(">12<", ">11<", ">10<");
    assertThat(text(get("/experiments?dataset=icons-sketch"))).contains("passes the filter");
    assertThat(text(get("/experiments?after=~1970-01-01T00:00:00Z~x")))
        .contains("ends before this page");
  }

  @Test
  void listsLeadOnByTheLastRowsKey() {
    String id = worker.completed("zero-shot", "icons", 30);
    for (int i = 0; i < 26; i++) {
      worker.completed("zero-shot", "icons", 10);
    }
    String first = text(get("/experiments?dataset=icons&sort=samples,asc"));
    assertThat(first).doesNotContain("/experiments/" + id + "\"", "rel=\"prev\"");
    String second = text(get(link(first, "next")));
    assertThat(second)
        .contains("/experiments/" + id + "\"", "dataset=icons")
        .doesNotContain("rel=\"next\"");
    String back = text(get(link(second, "prev")));
    assertThat(back).doesNotContain("/experiments/" + id + "\"", "rel=\"prev\"");
    assertThat(link(back, "next")).isEqualTo(link(first, "next"));
    String samples = text(get("/experiments/" + id));
    String rest = text(get(link(samples, "next")));
    assertThat(samples).contains("/samples/19\"").doesNotContain("/samples/20\"");
    assertThat(rest).contains("/samples/20\"", "/samples/29\"").doesNotContain("/samples/19\"");
    assertThat(text(get(link(rest, "prev")))).contains("/samples/0\"", "/samples/19\"");
  }

  /** The address of a page's link to the page before or after it. */
  private static String link(String page, String rel) {
    Matcher found = Pattern.compile("rel=\"%s\" href=\"([^\"#]*)".formatted(rel)).matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return UriUtils.decode(found.group(1).replace("&amp;", "&"), StandardCharsets.UTF_8);
  }

  @Test
  void leaderboardNumbersLeadToTheirExperiment() {
    String id = worker.completed("rlcf-tune", "icons", 20);
    assertThat(text(get("/leaderboards/classification/icons")))
        .contains("/experiments/" + id, "Calibration error", "gain ");
    assertThat(text(get("/leaderboards"))).contains("/leaderboards/classification/icons");
  }

  @Test
  void formsOfOtherSitesAreRefused() {
    assertThat(mvc.post().uri("/experiments").param("preset", "tpt").exchange()).hasStatus(403);
    assertThat(
            mvc.post()
                .uri("/experiments")
                .with(csrf())
                .header("Sec-Fetch-Site", "cross-site")
                .exchange())
        .hasStatus(403);
  }

  @Test
  void nothingWrittenIntoAPageMayRun() {
    assertThat(get("/").getResponse().getHeader("Content-Security-Policy"))
        .contains("default-src 'self'")
        .doesNotContain("unsafe");
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).exchange();
  }

  private MvcTestResult post(String... fields) {
    var request = mvc.post().uri("/experiments").with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request = request.param(fields[i], fields[i + 1]);
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
