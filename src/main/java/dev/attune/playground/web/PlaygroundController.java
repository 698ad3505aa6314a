package dev.attune.playground.web;

import dev.attune.playground.CaptionRequest;
import dev.attune.playground.ClassificationRequest;
import dev.attune.playground.PictureTask;
import dev.attune.playground.SearchRequest;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** One picture, for programs. */
@RestController
@Tag(name = "playground")
class PlaygroundController {
  private static final String KINDS = "/api/{kind:classifications|captions|searches}";
  private static final String ASYNC = "respond-async";

  /** Proxies give up on requests that take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final String WAITS =
      " The file part `image` holds the picture. The answer is 200 with the result; or 202 with"
          + " what there is so far, and the Location to ask again, when it takes long or the request"
          + " has the header `Prefer: respond-async`.";

  private final Uploads uploads;
  private final Sessions sessions;
  private final PictureTask<SearchRequest> searches;

  PlaygroundController(Uploads uploads, Sessions sessions, PictureTask<SearchRequest> searches) {
    this.uploads = uploads;
    this.sessions = sessions;
    this.searches = searches;
  }

  @PostMapping(path = "/api/classifications", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Tell which label fits a picture, before and after adapting to it",
      description = "Other parts are the fields below." + WAITS,
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                      schema = @Schema(implementation = ClassificationRequest.class))))
  ResponseEntity<SessionView> classify(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(Kind.CLASSIFY, values, image, prefer);
  }

  @PostMapping(path = "/api/captions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Caption a picture, before and after adapting to it",
      description = "Other parts are the fields below." + WAITS,
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                      schema = @Schema(implementation = CaptionRequest.class))))
  ResponseEntity<SessionView> caption(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(Kind.CAPTION, values, image, prefer);
  }

  @PostMapping(path = "/api/searches", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(summary = "Rank a data set's texts for a picture", hidden = true)
  ResponseEntity<SessionView> search(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(Kind.SEARCH, values, image, prefer);
  }

  @PostMapping(path = "/api/searches", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Rank a data set's pictures for a text, before and after adapting to it",
      description =
          "Sent as multipart/form-data with a part `image`, the same fields rank the texts for a"
              + " picture."
              + WAITS)
  ResponseEntity<SessionView> search(
      @org.springframework.web.bind.annotation.RequestBody SearchRequest request,
      @RequestHeader(name = "Prefer", defaultValue = "") String prefer)
      throws InterruptedException {
    return answer(Kind.SEARCH, searches.start(request, null), prefer);
  }

  private ResponseEntity<SessionView> answer(
      Kind kind, MultiValueMap<String, String> values, @Nullable MultipartFile image, String prefer)
      throws InterruptedException {
    return answer(kind, uploads.start(kind, values, image), prefer);
  }

  private ResponseEntity<SessionView> answer(Kind kind, Session begun, String prefer)
      throws InterruptedException {
    boolean waits = !prefer.contains(ASYNC);
    Session now = waits ? sessions.await(kind.task(), begun.id(), PATIENCE) : begun;
    return ResponseEntity.status(now.status().finished() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create(kind.api() + "/" + begun.id()))
        .body(view(now));
  }

  private SessionView view(Session session) {
    return SessionView.of(session, sessions.expiry(session));
  }

  @GetMapping(KINDS + "/{id}")
  @Operation(summary = "What is known of a picture so far")
  SessionView get(@PathVariable String kind, @PathVariable String id) {
    return view(sessions.get(Kind.ofApi(kind).task(), id));
  }

  @PostMapping(KINDS + "/{id}/cancel")
  @Operation(summary = "Stop adapting to a picture before its next step")
  SessionView cancel(@PathVariable String kind, @PathVariable String id) {
    return view(sessions.cancel(Kind.ofApi(kind).task(), id));
  }
}
