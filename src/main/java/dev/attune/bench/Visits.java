package dev.attune.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Visitors of a running Attune in a closed loop: each asks, reads the answer to its end, thinks,
 * and asks again.
 *
 * @param at where it is served, such as {@code http://localhost:8080}
 * @param requests measured ones for each page, over all visitors
 * @param warmUp those before
 * @param think of a visitor between an answer and the next request
 */
public record Visits(URI at, int requests, int warmUp, Duration think) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * How long answers took.
   *
   * @param p50 median in milliseconds
   * @param p95 in milliseconds
   */
  public record Measured(int visitors, double p50, double p95) {}

  /** Every page and every list of the API, with what is in the database, by what it is. */
  public Map<String, String> pages() throws IOException, InterruptedException {
    Map<String, String> pages = new LinkedHashMap<>();
    JsonNode runs = json("/api/experiments?size=200&sort=samples,desc");
    JsonNode boards = json("/api/leaderboards");
    JsonNode board = null;
    for (JsonNode b : boards) {
      if (board == null || b.path("entries").asInt() > board.path("entries").asInt()) {
        board = b;
      }
    }
    int last = json("/api/experiments?size=25").path("totalPages").asInt() - 1;
    JsonNode run = json("/api/experiments?size=1&page=" + last * 25 / 2).path("items").path(0);
    String middle = "~%s~%s".formatted(run.path("createdAt").asString(), run.path("id").asString());
    for (String p :
        List.of(
            "/",
            "/experiments",
            "/experiments?status=completed",
            "/experiments?sort=metric,desc",
            "/experiments?sort=name,asc",
            "/experiments?after=" + middle,
            "/experiments?sort=metric,desc&after=0.5" + middle,
            "/experiments/new",
            "/leaderboards",
            "/datasets",
            "/models",
            "/playground/classify",
            "/playground/caption",
            "/playground/search",
            "/workers",
            "/api/experiments",
            "/api/experiments?page=" + last / 2,
            "/api/experiments?status=completed&sort=gain,desc",
            "/api/leaderboards",
            "/api/datasets",
            "/api/models",
            "/api/workers",
            "/api/presets",
            "/api/methods",
            "/api/plugins",
            "/css/attune.css")) {
      pages.put(p, p);
    }
    if (board != null) {
      String href = board.path("href").asString();
      pages.put("/leaderboards, largest", href.substring("/api".length()));
      pages.put("/leaderboards, largest, page 2", href.substring("/api".length()) + "?page=1");
      pages.put("/api/leaderboards, largest", href);
    }
    JsonNode longest = runs.path("items").path(0);
    if (!longest.isMissingNode()) {
      String one = "/experiments/" + longest.path("id").asString();
      int samples = longest.at("/progress/done").asInt();
      pages.put("experiment", one);
      pages.put("experiment, last samples", one + "?after=" + Math.max(0, samples - 21));
      pages.put("experiment, fixed", one + "?filter=fixed");
      pages.put("sample", one + "/samples/" + samples / 2);
      pages.put("API, experiment", "/api" + one);
      pages.put("API, samples", "/api" + one + "/samples");
      pages.put(
          "API, last samples", "/api" + one + "/samples?page=" + Math.max(0, samples / 50 - 1));
    }
    JsonNode set = json("/api/datasets").path(0).path("name");
    JsonNode model = json("/api/models").path(0).path("name");
    if (!set.isMissingNode()) {
      pages.put("data set", "/datasets/" + set.asString());
    }
    if (!model.isMissingNode()) {
      pages.put("model", "/models/" + model.asString());
    }
    return pages;
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared()
        .readTree(
            CLIENT
                .send(HttpRequest.newBuilder(at.resolve(path)).build(), BodyHandlers.ofString())
                .body());
  }

  /**
   * Asks for one page.
   *
   * @throws IOException when it is not answered with 200
   */
  public Measured measure(String path, int visitors)
      throws IOException, InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(warmUp + requests);
    ExecutorService threads = Executors.newFixedThreadPool(visitors);
    try {
      List<Future<List<Double>>> all = new ArrayList<>();
      for (int v = 0; v < visitors; v++) {
        all.add(threads.submit(() -> visit(path, left)));
      }
      double[] times = new double[requests];
      int n = 0;
      for (Future<List<Double>> one : all) {
        for (double time : one.get()) {
          times[n++] = time;
        }
      }
      Arrays.sort(times);
      return new Measured(visitors, times[n / 2], times[(int) (0.95 * (n - 1))]);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Double> visit(String path, AtomicInteger left)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(at.resolve(path)).build();
    List<Double> times = new ArrayList<>();
    int turn = left.getAndDecrement();
    while (turn > 0) {
      long start = System.nanoTime();
      int status = CLIENT.send(request, BodyHandlers.ofByteArray()).statusCode();
      if (status != 200) {
        throw new IOException("%s was answered with %d".formatted(path, status));
      }
      if (turn <= requests) {
        times.add((System.nanoTime() - start) / 1e6);
      }
      Thread.sleep(think.toMillis());
      turn = left.getAndDecrement();
    }
    return times;
  }
}
