package dev.attune.experiment.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.QueueFullException;
import dev.attune.form.Form;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Preset;
import dev.attune.spec.Presets;
import dev.attune.spec.Work;
import dev.attune.task.Task;
import dev.attune.task.Tasks;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Buttons that run a preset, and a form with every value of a request. */
@Controller
class NewExperimentPage {
  private static final int QUICK_LIMIT = 200;
  private static final Set<String> QUICK_FIELDS = Set.of("dataset", "model", "limit", "seed");

  private final ExperimentService experiments;
  private final Presets presets;
  private final Tasks tasks;
  private final ExperimentForms forms;
  private final DatasetCatalog datasets;
  private final NewExperimentChoices choices;

  NewExperimentPage(
      ExperimentService experiments,
      Presets presets,
      Tasks tasks,
      ExperimentForms forms,
      DatasetCatalog datasets,
      NewExperimentChoices choices) {
    this.experiments = experiments;
    this.presets = presets;
    this.tasks = tasks;
    this.forms = forms;
    this.datasets = datasets;
    this.choices = choices;
  }

  /**
   * The form.
   *
   * @param from an experiment whose values are shown
   * @param preset one whose values are shown, as they are with the given data set and model
   * @param method one whose fields are shown
   */
  @GetMapping("/experiments/new")
  String show(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String preset,
      @RequestParam(required = false) @Nullable String method,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable String model,
      Model page) {
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>();
    Optional.ofNullable(dataset).ifPresent(d -> given.add("dataset", d));
    Optional.ofNullable(model).ifPresent(m -> given.add("model", m));
    given.add("limit", Integer.toString(QUICK_LIMIT));
    Form<ExperimentRequest> quick = form(given);
    if (from != null) {
      ExperimentSpec spec = experiments.get(from).spec();
      return spec.isTraining()
          ? show(page, quick, form(given), forms.of(spec), Posted.TRAINING)
          : show(page, quick, forms.of(spec), trainingForm(), Posted.VALUES);
    }
    Preset training = presets.find(preset).filter(Preset::isTraining).orElse(null);
    if (training != null) {
      Form<ExperimentRequest> form = trainingForm();
      form.show(ExperimentForms.TRAINING + "type", List.of(training.type()));
      return show(page, quick, form(given), form, Posted.TRAINING);
    }
    if (preset != null) {
      return show(page, quick, ofPreset(preset, dataset, model), trainingForm(), Posted.VALUES);
    }
    Form<ExperimentRequest> values = form(given);
    if (method != null) {
      values.show(ExperimentForms.METHOD + "type", List.of(method));
    }
    return show(page, quick, values, trainingForm(), method == null ? Posted.QUICK : Posted.VALUES);
  }

  /** The fields of another method, for a form that is being filled in. */
  @GetMapping("/experiments/new/method")
  String method(@RequestParam MultiValueMap<String, String> values, Model page) {
    show(page, form(values), form(values), trainingForm(), Posted.VALUES);
    return "experiment/new :: method";
  }

  /** The fields of another trainer, for a form that is being filled in. */
  @GetMapping("/experiments/new/trainer")
  String trainer(@RequestParam MultiValueMap<String, String> values, Model page) {
    MultiValueMap<String, String> none = new LinkedMultiValueMap<>();
    show(page, form(none), form(none), form(values), Posted.TRAINING);
    return "experiment/new :: trainer";
  }

  /** A preset's values on a set, or on the first one of its tasks. */
  private Form<ExperimentRequest> ofPreset(
      String preset, @Nullable String dataset, @Nullable String model) {
    List<Task> serves =
        presets.find(preset).map(Preset::tasks).orElse(List.of()).stream()
            .flatMap(t -> tasks.find(t).stream())
            .toList();
    Optional<DatasetInfo> set =
        dataset == null
            ? datasets.list().stream()
                .filter(d -> serves.stream().anyMatch(t -> t.accepts(d)))
                .findFirst()
            : datasets.find(dataset);
    Integer limit = set.map(d -> Math.min(QUICK_LIMIT, d.size())).orElse(null);
    String name = set.map(DatasetInfo::name).orElse(dataset);
    return forms.of(
        experiments.resolve(
            new ExperimentRequest(null, preset, null, name, null, limit, null, model, null)));
  }

  /**
   * Queues what was asked for, or shows it again with what is wrong.
   *
   * @param quick whether it comes from the presets' buttons
   */
  @PostMapping("/experiments")
  String create(
      @RequestParam MultiValueMap<String, String> values,
      @RequestParam(defaultValue = "false") boolean quick,
      HttpServletResponse response,
      Model page) {
    Form<ExperimentRequest> form = form(values);
    boolean training = form.value("task").equals(Work.TRAINING);
    ExperimentRequest request = forms.request(form, training);
    try {
      if (form.problems().isEmpty()) {
        return "redirect:/experiments/" + experiments.create(request).id();
      }
      experiments.resolve(request);
    } catch (InvalidRequestException e) {
      e.problems().forEach(p -> form.reject(p.field(), p.message()));
    } catch (QueueFullException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds()));
      page.addAttribute("full", e);
      return show(page, form, training ? Posted.TRAINING : quick ? Posted.QUICK : Posted.VALUES);
    }
    response.setStatus(HttpStatus.BAD_REQUEST.value());
    boolean elsewhere = !QUICK_FIELDS.containsAll(form.problems().keySet());
    return show(
        page,
        form,
        training ? Posted.TRAINING : quick && !elsewhere ? Posted.QUICK : Posted.VALUES);
  }

  private static Form<ExperimentRequest> form(MultiValueMap<String, String> values) {
    return new Form<>(ExperimentRequest.class, new LinkedMultiValueMap<>(values));
  }

  /** What a training starts from. */
  private static Form<ExperimentRequest> trainingForm() {
    MultiValueMap<String, String> usual = new LinkedMultiValueMap<>();
    usual.add("dataset", TrainingScenes.NAME);
    return form(usual);
  }

  /** Shows what was posted again. */
  private String show(Model page, Form<ExperimentRequest> form, Posted posted) {
    MultiValueMap<String, String> none = new LinkedMultiValueMap<>();
    return posted == Posted.TRAINING
        ? show(page, form(none), form(none), form, posted)
        : show(page, form, form, trainingForm(), posted);
  }

  private String show(
      Model page,
      Form<ExperimentRequest> quick,
      Form<ExperimentRequest> form,
      Form<ExperimentRequest> training,
      Posted posted) {
    page.addAttribute("quick", quick);
    page.addAttribute("form", form);
    page.addAttribute("training", training);
    page.addAttribute("methodFields", forms.methodFields(form));
    page.addAttribute("trainer", forms.trainer(training));
    page.addAttribute("trainerFields", forms.trainerFields(training));
    page.addAttribute("open", posted.name());
    page.addAttribute("problems", (posted == Posted.TRAINING ? training : form).problems());
    page.addAttribute("problemsAt", posted.prefix);
    choices.add(page);
    return "experiment/new";
  }

  /** The forms of the page, with what the ids of their fields begin with. */
  private enum Posted {
    QUICK("q-"),
    VALUES("f-"),
    TRAINING("t-");

    private final String prefix;

    Posted(String prefix) {
      this.prefix = prefix;
    }
  }
}
