package dev.attune.playground.web;

import dev.attune.form.Form;
import dev.attune.playground.Playground;
import dev.attune.playground.Session;
import dev.attune.playground.Sessions;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Asked;
import dev.attune.task.Task;
import dev.attune.worker.LaneFullException;
import dev.attune.worker.NoEngineException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.view.FragmentsRendering;

/** A form for a picture, and what came out of it. */
@Controller
class PlaygroundPages {
  private static final String KINDS = "/playground/{page}";

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

  private Task task(String page) {
    return playground
        .ofPage(page)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "Nothing of that name can be asked."));
  }

  private static String at(Task task) {
    return "/playground/" + Playground.asks(task).page();
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
    Task task = task(page);
    if (from != null) {
      MultiValueMap<String, String> again = choices.values(task, sessions.get(task.id(), from));
      return show(task, again, questions.form(again), model);
    }
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>(values);
    String dataset = given.getFirst("dataset");
    List<String> labels = dataset == null ? List.of() : Playground.asks(task).labelsOf(dataset);
    if (!labels.isEmpty() && !given.containsKey("labels")) {
      given.add("labels", String.join("\n", labels));
    }
    return show(task, given, questions.form(given), model);
  }

  /** The values of another method, for a form that is being filled in. */
  @GetMapping(KINDS + "/values")
  String values(
      @PathVariable String page, @RequestParam MultiValueMap<String, String> values, Model model) {
    Task task = task(page);
    show(task, values, questions.form(values), model);
    return "fragments/upload :: values";
  }

  private String show(
      Task task, MultiValueMap<String, String> given, Form<Asked> form, Model model) {
    model.addAttribute("task", Playground.asks(task));
    model.addAttribute("at", at(task));
    model.addAttribute("form", form);
    model.addAttribute("options", questions.values(task, given));
    model.addAttribute("engine", sessions.haveEngine());
    choices.add(task, model);
    return at(task).substring(1);
  }

  /** Starts on a question, or shows the form again with what is wrong. */
  @PostMapping(KINDS)
  String create(
      @PathVariable String page,
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(required = false) @Nullable MultipartFile image,
      HttpServletResponse response,
      Model model) {
    Task task = task(page);
    Form<Asked> form = questions.form(values);
    try {
      return "redirect:" + at(task) + "/" + questions.start(task, values, image).id();
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
    return show(task, values, form, model);
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
    Task task = task(page);
    Session session = sessions.get(task.id(), id);
    String news = news(session);
    if (htmx.isHtmxRequest() && news.equals(seen)) { // and htmx leaves the page as it is
      return ResponseEntity.noContent().build();
    }
    model.addAttribute("task", Playground.asks(task));
    model.addAttribute("at", at(task));
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
    sessions.cancel(task(page).id(), id);
    return "redirect:/playground/{page}/{id}";
  }

  /** The picture that was adapted to. */
  @GetMapping(KINDS + "/{id}/picture.png")
  ResponseEntity<byte[]> picture(@PathVariable String page, @PathVariable String id) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
        .body(sessions.picture(task(page).id(), id));
  }
}
