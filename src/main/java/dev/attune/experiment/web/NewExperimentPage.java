package dev.attune.experiment.web;

import static java.util.Collections.disjoint;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.experiment.Choices;
import dev.attune.experiment.ExperimentRequest;
import dev.attune.experiment.ExperimentService;
import dev.attune.experiment.ExperimentSpec;
import dev.attune.experiment.Preset;
import dev.attune.experiment.Presets;
import dev.attune.experiment.QueueFullException;
import dev.attune.experiment.TrainingType;
import dev.attune.form.Form;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.model.caption.MappingType;
import dev.attune.spec.InvalidRequestException;
import dev.attune.vision.Augmentation;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
  private static final String TRAINING = "training";
  private static final Set<String> QUICK_FIELDS = Set.of("dataset", "model", "limit", "seed");

  /** The values that fields of the form can have, by the field's last name. */
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "augmentation", Choices.names(Augmentation.class),
          "parameters", Choices.names(TunedParameters.class),
          "distillation", Choices.names(Distillation.class),
          "statistics", Choices.names(BatchNormSpec.Statistics.class),
          "scope", Choices.names(RewardSpec.Scope.class),
          "weights", Choices.names(RewardSpec.Weights.class),
          "type", Choices.names(TrainingType.class),
          "mapping", Choices.names(MappingType.class));

  private final ExperimentService experiments;
  private final Presets presets;
  private final DatasetCatalog datasets;
  private final ModelCatalog models;

  NewExperimentPage(
      ExperimentService experiments,
      Presets presets,
      DatasetCatalog datasets,
      ModelCatalog models) {
    this.experiments = experiments;
    this.presets = presets;
    this.datasets = datasets;
    this.models = models;
  }

  /**
   * The form.
   *
   * @param from an experiment whose values are shown
   * @param preset one whose values are shown, as they are with the given data set and model
   */
  @GetMapping("/experiments/new")
  String show(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String preset,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable String model,
      Model page) {
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>();
    Optional.ofNullable(dataset).ifPresent(d -> given.add("dataset", d));
    Optional.ofNullable(model).ifPresent(m -> given.add("model", m));
    given.add("limit", Integer.toString(QUICK_LIMIT));
    Form<ExperimentRequest> quick = form(given);
    ExperimentSpec spec = from == null ? null : experiments.get(from).spec();
    Preset training = presets.find(preset).filter(p -> p.training() != null).orElse(null);
    Object shown = spec != null && spec.training() != null ? spec : training;
    if (shown != null) {
      return show(
          page, quick, form(given), Form.of(ExperimentRequest.class, shown), Posted.TRAINING);
    }
    if (spec != null) {
      return show(
          page, quick, Form.of(ExperimentRequest.class, spec), trainingForm(), Posted.VALUES);
    }
    return preset == null
        ? show(page, quick, form(given), trainingForm(), Posted.QUICK)
        : show(page, quick, ofPreset(preset, dataset, model), trainingForm(), Posted.VALUES);
  }

  /** A preset's values on a set, or on the first one of its task. */
  private Form<ExperimentRequest> ofPreset(
      String preset, @Nullable String dataset, @Nullable String model) {
    List<String> tasks = presets.find(preset).map(Preset::tasks).orElse(List.of());
    Optional<DatasetInfo> set =
        dataset == null
            ? datasets.list().stream().filter(d -> !disjoint(d.tasks(), tasks)).findFirst()
            : datasets.find(dataset);
    Integer limit = set.map(d -> Math.min(QUICK_LIMIT, d.size())).orElse(null);
    String name = set.map(DatasetInfo::name).orElse(dataset);
    return Form.of(
        ExperimentRequest.class,
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
    ExperimentRequest request = form.request();
    boolean training = form.value("task").equals(TRAINING);
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
    return new Form<>(ExperimentRequest.class, values);
  }

  /** What a training starts from. */
  private static Form<ExperimentRequest> trainingForm() {
    MultiValueMap<String, String> usual = new LinkedMultiValueMap<>();
    usual.add("dataset", TrainingScenes.NAME);
    return form(usual);
  }

  /** Shows what was posted again. */
  private String show(Model page, Form<ExperimentRequest> form, Posted posted) {
    return posted == Posted.TRAINING
        ? show(
            page,
            form(new LinkedMultiValueMap<>()),
            form(new LinkedMultiValueMap<>()),
            form,
            posted)
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
    page.addAttribute("open", posted.name());
    page.addAttribute("problems", (posted == Posted.TRAINING ? training : form).problems());
    page.addAttribute("problemsAt", posted.prefix);
    page.addAttribute("presets", presets.list().stream().filter(p -> p.method() != null).toList());
    page.addAttribute("methods", List.of(MethodType.values()));
    page.addAttribute("datasets", datasets.list());
    page.addAttribute("captionSets", captionSets());
    page.addAttribute("models", models.list());
    page.addAttribute("choices", CHOICES);
    page.addAttribute(
        "tasks",
        presets.list().stream()
            .filter(p -> p.method() != null)
            .flatMap(p -> p.tasks().stream())
            .distinct()
            .toList());
    return "experiment/new";
  }

  /** What a captioner can learn from. */
  private List<String> captionSets() {
    return Stream.concat(
            Stream.of(TrainingScenes.NAME),
            datasets.list().stream()
                .filter(d -> d.tasks().contains("captioning"))
                .map(DatasetInfo::name))
        .toList();
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
