package dev.attune.playground.web;

import dev.attune.playground.Desk;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import dev.attune.task.Asked;
import dev.attune.web.openapi.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.node.ObjectNode;

/** Questions about a picture, a video or a text, for programs; see {@link PlaygroundApi}. */
@ResponseBody
@Tag(name = "playground")
final class PlaygroundController {
  private static final String ASYNC = "respond-async";

  /** Proxies give up on requests that take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final String WAITS =
      " The answer is 200 with the result; or 202 with"
          + " what there is so far, and the Location to ask again, when it takes long or the request"
          + " has the header `Prefer: respond-async`.";

  private final Desk desk;
  private final Questions questions;
  private final Sessions sessions;

  PlaygroundController(Desk desk, Questions questions, Sessions sessions) {
    this.desk = desk;
    this.questions = questions;
    this.sessions = sessions;
  }

  @Operation(
      summary = "Ask about a picture, before and after adapting to it",
      description = "The file part `image` holds the picture." + WAITS)
  @Answers({HttpStatus.OK, HttpStatus.ACCEPTED})
  ResponseEntity<SessionView> ask(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(questions.start(desk, values, new Upload(image, null)), prefer);
  }

  @Operation(
      summary = "Rank a data set's texts for a picture or a video, before and after adapting to it",
      description =
          "A data set of videos is searched with a video in the file part `video`, any other with a"
              + " picture in the part `image`."
              + WAITS)
  @Answers({HttpStatus.OK, HttpStatus.ACCEPTED})
  ResponseEntity<SessionView> show(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestParam(required = false) @Nullable MultipartFile video,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(questions.start(desk, values, new Upload(image, video)), prefer);
  }

  @Operation(
      summary = "Rank a data set's pictures or videos for a text, before and after adapting to it",
      description =
          "Sent as multipart/form-data with a part `image` or `video`, the same fields rank the"
              + " texts for a picture or a video."
              + WAITS)
  @Answers({HttpStatus.OK, HttpStatus.ACCEPTED})
  ResponseEntity<SessionView> search(
      @RequestBody @Schema(implementation = Asked.class) ObjectNode body,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(questions.start(desk, body), prefer);
  }

  private ResponseEntity<SessionView> answer(Session begun, String prefer)
      throws InterruptedException {
    boolean waits = !prefer.contains(ASYNC);
    Session now = waits ? sessions.await(desk.ids(), begun.id(), PATIENCE) : begun;
    return ResponseEntity.status(now.status().finished() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/api/%s/%s".formatted(desk.asks().api(), begun.id())))
        .body(view(now));
  }

  private SessionView view(Session session) {
    return SessionView.of(session, sessions.expiry(session));
  }

  @Operation(summary = "What is known of a question so far")
  SessionView get(@PathVariable String id) {
    return view(sessions.get(desk.ids(), id));
  }

  @Operation(summary = "Stop adapting to a picture, video or text before its next step")
  SessionView cancel(@PathVariable String id) {
    return view(sessions.cancel(desk.ids(), id));
  }
}
