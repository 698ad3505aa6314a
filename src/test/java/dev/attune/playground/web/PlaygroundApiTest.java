package dev.attune.playground.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.playground.PlaygroundTest;
import dev.attune.spec.ExperimentRequest;
import dev.attune.testing.FakeEpisodes;
import dev.attune.testing.FakeTask;
import dev.attune.testing.TestPictures;
import java.io.UnsupportedEncodingException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** One picture over the API: names, status codes, and what is said of bad input. */
@PlaygroundTest
@Timeout(120) // against a hang
class PlaygroundApiTest {
  private static final String LABELS = "car, fire_truck\numbrella";

  @Autowired private MockMvcTester mvc;
  @Autowired private FakeEpisodes episodes;
  @Autowired private FakeTask task;
  @Autowired private ExperimentService experiments;

  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void open() throws InterruptedException {
    gate.countDown();
    episodes.reset();
    task.reset();
    for (ListedExperiment e : experiments.active(20)) {
      experiments.cancel(e.id());
    }
    while (!experiments.active(1).isEmpty()) {
      Thread.sleep(5);
    }
  }

  @Test
  void aPictureIsClassifiedBeforeAndAfter() {
    MvcTestResult answer = classify("labels", LABELS, "steps", "2", "sampleK", "2", "seed", "7");

    assertThat(answer).hasStatusOk();
    String id = path(answer, "$.id");
    assertThat(answer).hasHeader("Location", "/api/classifications/" + id);
    assertThat(answer)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"task": "classification", "status": "COMPLETED", "error": null,
             "model": "icons-clip-s", "preset": "rlcf-tune", "seed": 7,
             "method": {"type": "rlcf-tune", "steps": 2, "sampleK": 2,
                        "reward": {"models": ["icons-clip-l"]}},
             "labels": ["car", "fire_truck", "umbrella"],
             "picture": {"width": 40, "height": 30, "notes": []},
             "before": {"text": "car", "top": [{"text": "car", "value": 0.7}, {}]},
             "after": {"text": "umbrella"},
             "steps": [{"loss": 0.5, "candidates": [
                          {"text": "car", "score": 0.5, "reward": -0.25},
                          {"text": "fire_truck", "score": 0.625, "reward": 0.25}]}, {}]}
            """);
    MvcTestResult again = mvc.get().uri("/api/classifications/" + id).exchange();
    assertThat(again).hasStatusOk();
    assertThat(text(again)).isEqualTo(text(answer));
    assertThat(mvc.get().uri("/api/captions/" + id)).hasStatus(404);
    assertThat(path(classify("labels", LABELS, "picture", id), "$.picture.width")).isEqualTo("40");
  }

  @Test
  void labelsMayBeThoseOfADataSetAndTheUsualKIsLowered() {
    MvcTestResult sample =
        mvc.post()
            .uri("/api/classifications")
            .multipart()
            .param("dataset", "icons-outline")
            .param("sample", "3")
            .exchange();
    assertThat(sample).hasStatusOk();
    assertThat(path(sample, "$.picture.notes[0]")).startsWith("It is sample 3 of icons-outline: ");
    assertThat(text(sample)).contains("\"umbrella\"");
    assertThat(path(classify("labels", "car,umbrella"), "$.method.sampleK")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels      | must be given            | labels    | ,",
        "labels      | must be at least 2       | labels    | car",
        "labels      | name Car twice           | labels    | car,umbrella,Car",
        "labels      | name fire_truck twice    | labels    | fire truck,fire_truck",
        "model       | unknown model nope       | model     | nope",
        "preset      | unknown preset nope      | preset    | nope",
        "preset      | is for captioning        | preset    | rlcf-clipcap",
        "preset      | learns from picture      | preset    | rlcf-tune-momentum",
        "judges      | unknown model nope       | judges    | nope",
        "steps       | must be 0 to 50          | steps     | 51",
        "steps       | must be 0 to             | steps     | -1",
        "steps       | must be a whole number   | steps     | many",
        "steps       | must be a whole number   | steps     | 99999999999",
        "sampleK     | must be at least 1       | sampleK   | 0",
        "sampleK     | number of labels         | sampleK   | 4",
        "views       | must be 1 to 256         | views     | 257",
        "selection   | above 0 and at most 1    | selection | NaN",
        "seed        | must be a whole number   | seed      | x",
        "step        | unknown field            | step      | 3",
        "method.steps| unknown field            | method.steps | 3",
      })
  void eachWrongValueIsNamed(String field, String message, String name, String value) {
    MvcTestResult answer =
        name.equals("labels") ? classify("labels", value) : classify("labels", LABELS, name, value);
    assertThat(answer).hasStatus(400).hasContentType("application/problem+json");
    assertThat(path(answer, "$.errors[0].field")).isEqualTo(field);
    assertThat(path(answer, "$.errors[0].message")).contains(message);
  }

  @Test
  void tooManyLabelsAreCounted() {
    String many =
        IntStream.range(0, 10_000).mapToObj(i -> "l" + i).collect(Collectors.joining(","));
    MvcTestResult answer = classify("labels", many);
    assertThat(answer).hasStatus(400);
    assertThat(path(answer, "$.errors[0].message"))
        .isEqualTo("must be at most 1000, and are 10000");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    MvcTestResult answer =
        post("classifications", new byte[] {1, 2, 3}, "labels", "car", "steps", "51");
    assertThat(answer).hasStatus(400);
    assertThat(text(answer)).contains("\"labels\"", "\"steps\"", "\"image\"");
    MvcTestResult none =
        mvc.post().uri("/api/classifications").multipart().param("labels", LABELS).exchange();
    assertThat(path(none, "$.errors[0].field")).isEqualTo("image");
    assertThat(mvc.post().uri("/api/classifications").content("{}").contentType("application/json"))
        .hasStatus(415)
        .bodyText()
        .contains("Send the body as multipart/form-data.");
  }

  @Test
  void samplesAndEarlierPicturesThatAreNotThereAreNamed() {
    for (String[] wrong :
        new String[][] {
          {"dataset", "dataset", "nope"},
          {"sample", "dataset", "icons"},
          {"sample", "dataset", "icons", "sample", "99999999"},
          {"picture", "picture", "0".repeat(32)},
        }) {
      var request = mvc.post().uri("/api/classifications").multipart().param("labels", LABELS);
      for (int i = 1; i < wrong.length; i += 2) {
        request = request.param(wrong[i], wrong[i + 1]);
      }
      assertThat(path(request.exchange(), "$.errors[0].field")).isEqualTo(wrong[0]);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String id : new String[] {"0".repeat(32), "x", "..%2f.."}) {
      assertThat(mvc.get().uri("/api/classifications/" + id)).hasStatus4xxClientError();
    }
    assertThat(mvc.get().uri("/api/classifications/" + "0".repeat(32)).exchange())
        .hasStatus(404)
        .hasContentType("application/problem+json");
  }

  @Test
  void anUploadIsAnsweredWhileAnExperimentRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<String> upload = new AtomicReference<>();
    AtomicReference<String> atTheNextSample = new AtomicReference<>();
    task.beforeSample(
        index -> {
          if (index == 2) {
            running.countDown();
            gate.await();
          }
          if (index == 3) {
            atTheNextSample.set(
                path(mvc.get().uri("/api/classifications/" + upload.get()).exchange(), "$.status"));
          }
        });
    ExperimentView experiment =
        experiments.create(ExperimentRequest.ofPreset("tpt", "icons-outline", 500));
    running.await();

    MvcTestResult begun = prefer("labels", LABELS);
    assertThat(begun).hasStatus(202);
    assertThat(path(begun, "$.status")).isEqualTo("WAITING");
    upload.set(path(begun, "$.id"));
    gate.countDown();
    while (atTheNextSample.get() == null) {
      Thread.sleep(5);
    }

    assertThat(atTheNextSample).hasValue("COMPLETED");
    assertThat(experiments.get(experiment.id()).status().finished()).isFalse();
  }

  @Test
  void aSessionIsCancelledBeforeItsNextStep() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    episodes.beforeStep(
        step -> {
          if (step == 1) {
            second.countDown();
            gate.await();
          }
        });
    String id = path(prefer("labels", LABELS, "steps", "3"), "$.id");
    second.await();
    String at = "/api/classifications/" + id;
    MvcTestResult running = mvc.get().uri(at).exchange();
    assertThat(path(running, "$.status")).isEqualTo("RUNNING");
    assertThat(path(running, "$.before.text")).isEqualTo("car");
    assertThat(path(running, "$.steps.length()")).isEqualTo("1");

    MvcTestResult cancelled = mvc.post().uri(at + "/cancel").exchange();
    assertThat(path(cancelled, "$.status")).isEqualTo("CANCELLING");
    gate.countDown();
    while (!path(mvc.get().uri(at).exchange(), "$.status").equals("CANCELLED")) {
      Thread.sleep(5);
    }
    MvcTestResult over = mvc.get().uri(at).exchange();
    assertThat(path(over, "$.steps.length()")).isEqualTo("1");
    assertThat(text(over)).contains("\"after\":null");
    assertThat(path(mvc.post().uri(at + "/cancel").exchange(), "$.status")).isEqualTo("CANCELLED");
  }

  @Test
  void aFullLaneTurnsPeopleAwayAndKeepsNothing() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    episodes.beforeStep(
        step -> {
          first.countDown();
          gate.await();
        });
    prefer("labels", LABELS);
    first.await();
    prefer("labels", LABELS);
    prefer("labels", LABELS);
    MvcTestResult full = prefer("labels", LABELS);
    assertThat(full).hasStatus(503).hasHeader("Retry-After", "5");
    assertThat(path(full, "$.type")).isEqualTo("urn:attune:problem:queue-full");
  }

  @Test
  void whatFailsSaysSoAndNothingOfItsInside() {
    episodes.beforeStep(
        step -> {
          throw new IllegalStateException("secret");
        });
    MvcTestResult answer = classify("labels", LABELS);
    assertThat(answer).hasStatusOk();
    assertThat(path(answer, "$.status")).isEqualTo("FAILED");
    assertThat(path(answer, "$.error")).contains("the log").doesNotContain("secret");
  }

  @Test
  void whatMemoryCannotHoldSaysSo() {
    episodes.beforeStep(
        step -> {
          throw new OutOfMemoryError("made up");
        });
    MvcTestResult answer = classify("labels", LABELS);
    assertThat(answer).hasStatusOk();
    assertThat(path(answer, "$.error")).contains("more memory than there is");
  }

  @Test
  void promptsAreOfTheLabels() {
    MvcTestResult answer =
        classify("labels", LABELS, "preset", "zero-shot", "prompts", "clip-7\na {}, large");
    assertThat(answer).hasStatusOk();
    assertThat(path(answer, "$.method.prompts")).isEqualTo("[\"clip-7\",\"a {}, large\"]");
    MvcTestResult wrong =
        classify("labels", LABELS, "prompts", "a photo", "judgePrompts", "clip-8");
    assertThat(wrong).hasStatus(400);
    assertThat(text(wrong)).contains("\"prompts\"", "no place", "\"judgePrompts\"", "clip-8");
    String labels =
        IntStream.range(0, 51).mapToObj("label %d"::formatted).collect(Collectors.joining(","));
    MvcTestResult many = classify("labels", labels, "preset", "zero-shot", "prompts", "clip-80");
    assertThat(path(many, "$.errors[0].message"))
        .isEqualTo("make 4080 texts of these labels; at most are 4000 for one picture");
    MvcTestResult search =
        search("{'dataset':'scenes','text':'car','preset':'zero-shot','prompts':'clip-7'}");
    assertThat(path(search, "$.errors[0].field")).isEqualTo("prompts");
  }

  @Test
  void captionsNeedACaptioner() {
    MvcTestResult answer = post("captions", TestPictures.png(4, 4), "model", "icons-clip-s");
    assertThat(answer).hasStatus(400);
    assertThat(path(answer, "$.errors[0].field")).isEqualTo("model");
    assertThat(path(answer, "$.errors[0].message")).contains("not a captioner");
  }

  @Test
  void aTextFindsPicturesAndAPictureFindsTexts() {
    MvcTestResult text =
        search("{'dataset':'scenes','text':' a\u2009red\u00a0car\u3000','steps':1,'sampleK':2}");
    assertThat(text)
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"task": "retrieval", "status": "COMPLETED", "dataset": "scenes", "text": "a red car",
             "preset": "rlcf-flickr-t2i", "method": {"type": "rlcf-t2i", "steps": 1, "sampleK": 2},
             "before": {"samples": [3, 1]}, "steps": [{}]}
            """);
    assertThat(text(text)).doesNotContain("\"picture\"");
    MvcTestResult picture = post("searches", TestPictures.png(40, 30), "dataset", "scenes");
    assertThat(picture).hasStatusOk();
    assertThat(path(picture, "$.method.type")).isEqualTo("rlcf-i2t");
    assertThat(path(picture, "$.picture.width")).isEqualTo("40");
    assertThat(path(search("{'dataset':'scenes','sample':3}"), "$.status")).isEqualTo("COMPLETED");
  }

  @Test
  void theDataSetDecidesWhetherVideosAreSearched() {
    MvcTestResult text = search("{'dataset':'motion','text':'a car','steps':1,'sampleK':2}");
    assertThat(path(text, "$.task")).isEqualTo("video-retrieval");
    assertThat(path(text, "$.method.type")).isEqualTo("rlcf-t2v");
    MvcTestResult sample = search("{'dataset':'motion','sample':3,'sampleK':2}");
    assertThat(path(sample, "$.preset")).isEqualTo("rlcf-v2t");
    assertThat(path(sample, "$.video.frames")).isEqualTo("12");
    assertThat(text(sample)).doesNotContain("\"picture\"");
    String at = "/api/searches/" + path(sample, "$.id");
    assertThat(path(mvc.get().uri(at).exchange(), "$.task")).isEqualTo("video-retrieval");
    assertThat(mvc.get().uri(at.replace("searches", "captions"))).hasStatus(404);
    MvcTestResult wrong = post("searches", TestPictures.png(4, 4), "dataset", "motion");
    assertThat(wrong).hasStatus(400);
    assertThat(path(wrong, "$.errors[0].field")).isEqualTo("image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dataset | {'text':'a'}",
        "dataset | {'text':'a','dataset':'nope'}",
        "dataset | {'text':'a','dataset':'icons'}",
        "text    | {'text':' ','dataset':'scenes'}",
        "text    | {'text':[],'dataset':'scenes'}",
        "text    | {'text':null}",
        "text    | {'dataset':'scenes'}",
        "text    | {'dataset':'scenes','sampleK':1}",
        "sample  | {'dataset':'scenes','sample':-1}",
        "preset  | {'text':'a','dataset':'scenes','preset':'rlcf-flickr-i2t'}",
        "preset  | {'sample':1,'dataset':'scenes','preset':'rlcf-flickr-t2i'}",
        "sampleK | {'text':'a','dataset':'scenes','sampleK':100000}",
        "step    | {'text':'a','dataset':'scenes','step':1}",
        "text    | {'text':' ','dataset':'motion'}",
        "sample  | {'dataset':'motion','sample':-1}",
        "picture | {'dataset':'motion','picture':'00000000000000000000000000000000'}",
        "preset  | {'text':'a','dataset':'motion','preset':'rlcf-v2t'}",
        "preset  | {'text':'a','dataset':'motion','preset':'rlcf-flickr-t2i'}",
        "sampleK | {'text':'a','dataset':'motion','sampleK':100000}",
        "model   | {'text':'a','dataset':'motion','model':'nope'}",
      })
  void eachWrongValueOfASearchIsNamed(String field, String body) {
    MvcTestResult answer = search(body);
    assertThat(answer).hasStatus(400);
    assertThat(text(answer)).contains("\"field\":\"" + field + "\"");
  }

  private MvcTestResult search(String body) {
    return mvc.post()
        .uri("/api/searches")
        .contentType("application/json")
        .content(body.replace('\'', '"'))
        .exchange();
  }

  private MvcTestResult classify(String... fields) {
    return post("classifications", TestPictures.png(40, 30), fields);
  }

  private MvcTestResult prefer(String... fields) {
    return request("classifications", TestPictures.png(40, 30), fields)
        .header("Prefer", "respond-async")
        .exchange();
  }

  private MvcTestResult post(String task, byte[] image, String... fields) {
    return request(task, image, fields).exchange();
  }

  private MockMvcTester.MockMultipartMvcRequestBuilder request(
      String task, byte[] image, String... fields) {
    var request = mvc.post().uri("/api/" + task).multipart();
    request.file(new MockMultipartFile("image", "photo.png", "image/png", image));
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return request;
  }

  private static String path(MvcTestResult answer, String path) {
    return String.valueOf(JsonPath.<Object>read(text(answer), path));
  }

  private static String text(MvcTestResult answer) {
    try {
      return answer.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
