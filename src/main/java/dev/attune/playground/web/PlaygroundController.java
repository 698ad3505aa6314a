package dev.attune.playground.web;

import dev.attune.playground.Playground;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import dev.attune.task.Task;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/** One picture, for programs. */
@RestController
@Tag(name = "playground")
class PlaygroundController {
  private static final String ASYNC = "respond-async";

  /** Proxies give up on requests that take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final String WAITS =
      " The file part `image` holds the picture. The answer is 200 with the result; or 202 with"
          + " what there is so far, and the Location to ask again, when it takes long or the request"
          + " has the header `Prefer: respond-async`.";

  private final Playground playground;
  private final Questions questions;
  private final Sessions sessions;

  PlaygroundController(Playground playground, Questions questions, Sessions sessions) {
    this.playground = playground;
    this.questions = questions;
    this.sessions = sessions;
  }

  private Task task(String api) {
    return playground
        .ofApi(api)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is nothing at this address."));
  }

  @PostMapping(path = "/api/{api}", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(summary = "Ask about a picture, before and after adapting to it", description = WAITS)
  ResponseEntity<SessionView> ask(
      @PathVariable String api,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    Task task = task(api);
    return answer(task, questions.start(task, values, image), prefer);
  }

  @PostMapping(path = "/api/{api:searches}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Rank a data set's pictures for a text, before and after adapting to it",
      description =
          "Sent as multipart/form-data with a part `image`, the same fields rank the texts for a"
              + " picture."
              + WAITS)
  ResponseEntity<SessionView> search(
      @PathVariable String api,
      @RequestBody ObjectNode body,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    Task task = task(api);
    return answer(task, questions.start(task, body), prefer);
  }

  /** Questions are not listed; without this, addresses that are not there would take a question. */
  @GetMapping("/api/{api}")
  @Hidden
  void list(@PathVariable String api) throws HttpRequestMethodNotSupportedException {
    task(api);
    throw new HttpRequestMethodNotSupportedException(
        HttpMethod.GET.name(), List.of(HttpMethod.POST.name()));
  }

  private ResponseEntity<SessionView> answer(Task task, Session begun, String prefer)
      throws InterruptedException {
    boolean waits = !prefer.contains(ASYNC);
    Session now = waits ? sessions.await(task.id(), begun.id(), PATIENCE) : begun;
    return ResponseEntity.status(now.status().finished() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/api/%s/%s".formatted(Playground.asks(task).api(), begun.id())))
        .body(view(now));
  }

  private SessionView view(Session session) {
    return SessionView.of(session, sessions.expiry(session));
  }

  @GetMapping("/api/{api}/{id}")
  @Operation(summary = "What is known of a question so far")
  SessionView get(@PathVariable String api, @PathVariable String id) {
    return view(sessions.get(task(api).id(), id));
  }

  @PostMapping("/api/{api}/{id}/cancel")
  @Operation(summary = "Stop adapting to a picture or text before its next step")
  SessionView cancel(@PathVariable String api, @PathVariable String id) {
    return view(sessions.cancel(task(api).id(), id));
  }
}
