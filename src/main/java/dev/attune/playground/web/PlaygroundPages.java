package dev.attune.playground.web;

import dev.attune.form.Form;
import dev.attune.playground.Desk;
import dev.attune.playground.KeptFile;
import dev.attune.playground.Playground;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Asked;
import dev.attune.task.Medium;
import dev.attune.worker.LaneFullException;
import dev.attune.worker.NoEngineException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.view.FragmentsRendering;

/** A form for a picture, a video or a text, and what came out of it. */
@Controller
class PlaygroundPages {
  private static final String KINDS = "/playground/{page}";
  private static final MediaType WEBM = MediaType.parseMediaType("video/webm");

  private final Playground playground;
  private final Questions questions;
  private final Sessions sessions;
  private final FormChoices choices;

  PlaygroundPages(
      Playground playground, Questions questions, Sessions sessions, FormChoices choices) {
    this.playground = playground;
    this.questions = questions;
    this.sessions = sessions;
    this.choices = choices;
  }

  private Desk desk(String page) {
    return playground
        .ofPage(page)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "Nothing of that name can be asked."));
  }

  private static String at(Desk desk) {
    return "/playground/" + desk.asks().page();
  }

  @GetMapping("/playground")
  String first() {
    return "redirect:/playground/classify";
  }

  /**
   * The form.
   *
   * @param values to be shown in its fields
   * @param from a result whose values are shown, and whose picture is taken again
   */
  @GetMapping(KINDS)
  String form(
      @PathVariable String page,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable String from,
      Model model) {
    Desk desk = desk(page);
    if (from != null) {
      MultiValueMap<String, String> again = choices.values(sessions.get(desk.ids(), from));
      return show(desk, again, questions.form(again), model);
    }
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>(values);
    String dataset = given.getFirst("dataset");
    List<String> labels = dataset == null ? List.of() : desk.asks().labelsOf(dataset);
    if (!labels.isEmpty() && !given.containsKey("labels")) {
      given.add("labels", String.join("\n", labels));
    }
    return show(desk, given, questions.form(given), model);
  }

  /** The values of another method, for a form that is being filled in. */
  @GetMapping(KINDS + "/values")
  String values(
      @PathVariable String page, @RequestParam MultiValueMap<String, String> values, Model model) {
    show(desk(page), values, questions.form(values), model);
    return "fragments/upload :: values";
  }

  private String show(
      Desk desk, MultiValueMap<String, String> given, Form<Asked> form, Model model) {
    model.addAttribute("task", desk.asks());
    model.addAttribute("at", at(desk));
    model.addAttribute("takesVideos", desk.takesVideos());
    model.addAttribute("form", form);
    model.addAttribute("options", questions.values(questions.task(desk, given), given));
    model.addAttribute("engine", sessions.haveEngine());
    choices.add(desk, model);
    return at(desk).substring(1);
  }

  /** Starts on a question, or shows the form again with what is wrong. */
  @PostMapping(KINDS)
  String create(
      @PathVariable String page,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      @RequestParam(required = false) @Nullable MultipartFile video,
      HttpServletResponse response,
      Model model) {
    Desk desk = desk(page);
    Form<Asked> form = questions.form(values);
    try {
      return "redirect:"
          + at(desk)
          + "/"
          + questions.start(desk, values, new Upload(image, video)).id();
    } catch (InvalidRequestException e) {
      e.problems().forEach(p -> form.reject(p.field(), p.message()));
      response.setStatus(HttpStatus.BAD_REQUEST.value());
    } catch (LaneFullException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
      model.addAttribute("full", true);
    } catch (NoEngineException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    }
    return show(desk, values, form, model);
  }

  /**
   * The result so far.
   *
   * @param seen how much of it the page shows already
   */
  @GetMapping(KINDS + "/{id}")
  Object result(
      @PathVariable String page,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String seen,
      HtmxRequest htmx,
      Model model) {
    Desk desk = desk(page);
    Session session = sessions.get(desk.ids(), id);
    String news = news(session);
    if (htmx.isHtmxRequest() && news.equals(seen)) { // and htmx leaves the page as it is
      return ResponseEntity.noContent().build();
    }
    Medium medium = Playground.asks(playground.task(session)).medium();
    model.addAttribute("task", desk.asks());
    model.addAttribute("videos", medium == Medium.VIDEO);
    model.addAttribute("at", at(desk));
    model.addAttribute("result", session);
    model.addAttribute("news", news);
    model.addAttribute("bars", RewardBars.of(session.episode()));
    model.addAttribute("expiry", sessions.expiry(session));
    if (htmx.isHtmxRequest()) {
      return FragmentsRendering.fragment("playground/result :: live")
          .fragment("playground/result :: outcome")
          .build();
    }
    return "playground/result";
  }

  /** Changes whenever there is more to see. */
  private static String news(Session session) {
    return "%s-%d-%b"
        .formatted(
            session.status(), session.episode().steps().size(), session.episode().before() != null);
  }

  @PostMapping(KINDS + "/{id}/cancel")
  String cancel(@PathVariable String page, @PathVariable String id) {
    sessions.cancel(desk(page).ids(), id);
    return "redirect:/playground/{page}/{id}";
  }

  /** The picture that was adapted to. */
  @GetMapping(KINDS + "/{id}/picture.png")
  ResponseEntity<Resource> picture(@PathVariable String page, @PathVariable String id) {
    return kept(page, id, KeptFile.PICTURE, MediaType.IMAGE_PNG);
  }

  /** Plays the frames of the video that was adapted to. */
  @GetMapping(KINDS + "/{id}/video.webm")
  ResponseEntity<Resource> player(@PathVariable String page, @PathVariable String id) {
    return kept(page, id, KeptFile.PLAYER, WEBM);
  }

  /** The same beside each other, from first to last. */
  @GetMapping(KINDS + "/{id}/strip.png")
  ResponseEntity<Resource> strip(@PathVariable String page, @PathVariable String id) {
    return kept(page, id, KeptFile.STRIP, MediaType.IMAGE_PNG);
  }

  private ResponseEntity<Resource> kept(String page, String id, KeptFile file, MediaType type) {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
        .body(new FileSystemResource(sessions.file(desk(page).ids(), id, file)));
  }
}
