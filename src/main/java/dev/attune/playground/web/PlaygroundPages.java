package dev.attune.playground.web;

import dev.attune.form.Form;
import dev.attune.playground.Classifications;
import dev.attune.playground.NoEngineException;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import dev.attune.spec.InvalidRequestException;
import dev.attune.worker.LaneFullException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.servlet.view.FragmentsRendering;

/** A form for a picture, and what came out of it. */
@Controller
class PlaygroundPages {
  private static final String KINDS = "/playground/{kind:classify|caption|search}";

  private final Uploads uploads;
  private final Sessions sessions;
  private final Classifications classifications;
  private final FormChoices choices;

  PlaygroundPages(
      Uploads uploads, Sessions sessions, Classifications classifications, FormChoices choices) {
    this.uploads = uploads;
    this.sessions = sessions;
    this.classifications = classifications;
    this.choices = choices;
  }

  @GetMapping("/playground")
  String first() {
    return "redirect:" + Kind.CLASSIFY.page();
  }

  /**
   * The form.
   *
   * @param values to be shown in its fields
   * @param from a result whose values are shown, and whose picture is taken again
   */
  @GetMapping(KINDS)
  String form(
      @PathVariable String kind,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable String from,
      Model page) {
    Kind shown = Kind.ofPage(kind);
    if (from != null) {
      Session session = sessions.get(shown.task(), from);
      return show(shown, uploads.form(shown, FormChoices.values(session)), page);
    }
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>(values);
    String dataset = given.getFirst("dataset");
    if (shown == Kind.CLASSIFY && dataset != null && !given.containsKey("labels")) {
      given.add("labels", String.join("\n", classifications.labelsOf(dataset)));
    }
    return show(shown, uploads.form(shown, given), page);
  }

  private String show(Kind kind, Form<?> form, Model page) {
    page.addAttribute("kind", kind);
    page.addAttribute("form", form);
    page.addAttribute("engine", sessions.haveEngine());
    choices.add(kind, page);
    return kind.form();
  }

  /** Starts on a picture, or shows the form again with what is wrong. */
  @PostMapping(KINDS)
  String create(
      @PathVariable String kind,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      HttpServletResponse response,
      Model page) {
    Kind asked = Kind.ofPage(kind);
    Form<?> form = uploads.form(asked, values);
    try {
      return "redirect:" + asked.page() + "/" + uploads.start(asked, values, image).id();
    } catch (InvalidRequestException e) {
      e.problems().forEach(p -> form.reject(p.field(), p.message()));
      response.setStatus(HttpStatus.BAD_REQUEST.value());
    } catch (LaneFullException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
      page.addAttribute("full", true);
    } catch (NoEngineException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    }
    return show(asked, form, page);
  }

  /**
   * The result so far.
   *
   * @param seen how much of it the page shows already
   */
  @GetMapping(KINDS + "/{id}")
  Object result(
      @PathVariable String kind,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String seen,
      HtmxRequest htmx,
      HttpServletResponse response,
      Model page) {
    Kind asked = Kind.ofPage(kind);
    Session session = sessions.get(asked.task(), id);
    String news = news(session);
    if (htmx.isHtmxRequest() && news.equals(seen)) { // and htmx leaves the page as it is
      return ResponseEntity.noContent().build();
    }
    page.addAttribute("kind", asked);
    page.addAttribute("result", session);
    page.addAttribute("news", news);
    page.addAttribute("bars", RewardBars.of(session.episode()));
    page.addAttribute("expiry", sessions.expiry(session));
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
  String cancel(@PathVariable String kind, @PathVariable String id) {
    sessions.cancel(Kind.ofPage(kind).task(), id);
    return "redirect:" + Kind.ofPage(kind).page() + "/{id}";
  }

  /** The picture that was adapted to. */
  @GetMapping(KINDS + "/{id}/picture.png")
  ResponseEntity<byte[]> picture(@PathVariable String kind, @PathVariable String id) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
        .body(sessions.picture(Kind.ofPage(kind).task(), id));
  }
}
