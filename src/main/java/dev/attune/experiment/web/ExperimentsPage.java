package dev.attune.experiment.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.Position;
import dev.attune.method.Method;
import dev.attune.spec.Methods;
import dev.attune.spec.Presets;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of experiments. */
@Controller
class ExperimentsPage {
  private static final int SIZE = 25;

  private final ExperimentService experiments;
  private final Presets presets;
  private final Methods methods;
  private final Trainers trainers;
  private final DatasetCatalog datasets;

  ExperimentsPage(
      ExperimentService experiments,
      Presets presets,
      Methods methods,
      Trainers trainers,
      DatasetCatalog datasets) {
    this.experiments = experiments;
    this.presets = presets;
    this.methods = methods;
    this.trainers = trainers;
    this.datasets = datasets;
  }

  @GetMapping("/experiments")
  String list(
      @RequestParam(required = false) @Nullable String task,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable String method,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String sort,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String before,
      Model model) {
    model.addAttribute(
        "experiments",
        experiments.list(
            new ExperimentQuery(task, dataset, status, method, 0, SIZE, sort),
            new Position(after, before)));
    model.addAttribute(
        "tasks", with(presets.list().stream().flatMap(p -> p.tasks().stream()), task));
    model.addAttribute("datasets", with(datasets.list().stream().map(DatasetInfo::name), dataset));
    model.addAttribute(
        "methods",
        with(
            Stream.concat(
                methods.list().stream().map(Method::id), trainers.list().stream().map(Trainer::id)),
            method));
    model.addAttribute("statuses", statuses());
    return "experiment/list";
  }

  /** The choices, with the one that is made: it may be of a set that is gone. */
  private static List<String> with(Stream<String> known, @Nullable String chosen) {
    Stream<String> more = chosen == null || chosen.isBlank() ? Stream.empty() : Stream.of(chosen);
    return Stream.concat(known, more).distinct().toList();
  }

  private static List<String> statuses() {
    return Stream.concat(
            Stream.of("active"),
            Arrays.stream(ExperimentStatus.values()).map(s -> s.name().toLowerCase(Locale.ROOT)))
        .toList();
  }
}
