package dev.attune;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a running Attune as any program would. */
final class ApiClient {
  private static final String BOUNDARY = "a-part-ends-here";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String root;

  ApiClient(int port) {
    root = "http://localhost:" + port;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(root + path)).build(), BodyHandlers.ofString());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /**
   * Sends a form with a file.
   *
   * @param part that holds the file
   * @param fields names and values by turns
   */
  HttpResponse<String> upload(String path, String part, byte[] file, String... fields)
      throws IOException, InterruptedException {
    return send(path, BodyPublishers.ofByteArray(form(part, file, fields)));
  }

  /** The same without saying how long it is. */
  HttpResponse<String> uploadInChunks(String path, String part, byte[] file, String... fields)
      throws IOException, InterruptedException {
    byte[] form = form(part, file, fields);
    return send(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)));
  }

  private HttpResponse<String> send(String path, HttpRequest.BodyPublisher form)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form)
            .build(),
        BodyHandlers.ofString());
  }

  private static byte[] form(String part, byte[] file, String... fields) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      form.write(bytes(head("name=\"%s\"".formatted(fields[i])) + fields[i + 1] + "\r\n"));
    }
    form.write(bytes(head("name=\"%s\"; filename=\"a.bin\"".formatted(part))));
    form.write(file);
    form.write(bytes("\r\n--" + BOUNDARY + "--\r\n"));
    return form.toByteArray();
  }

  private static String head(String disposition) {
    return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, disposition);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Uploads a file, and asks until it is answered. */
  JsonNode ask(String path, String part, byte[] file, String... fields)
      throws IOException, InterruptedException {
    return over(path, JSON.readTree(upload(path, part, file, fields).body()));
  }

  /** What becomes of a question of the playground. */
  JsonNode over(String path, JsonNode asked) throws IOException, InterruptedException {
    JsonNode answer = asked;
    while (List.of("WAITING", "RUNNING").contains(answer.path("status").asString())) {
      Thread.sleep(20);
      answer = json(path + "/" + answer.path("id").asString());
    }
    return answer;
  }

  /** Asks for an experiment until it is as wanted. */
  JsonNode await(String id, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
    while (true) {
      JsonNode experiment = json("/api/experiments/" + id);
      if (wanted.test(experiment)) {
        return experiment;
      }
      Thread.sleep(20);
    }
  }

  /** Whether an experiment will not change any more. */
  static boolean finished(JsonNode experiment) {
    String status = experiment.path("status").asString();
    return status.equals("COMPLETED") || status.equals("FAILED") || status.equals("CANCELLED");
  }
}
