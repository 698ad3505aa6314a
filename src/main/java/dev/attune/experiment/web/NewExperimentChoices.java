package dev.attune.experiment.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.spec.Methods;
import dev.attune.spec.Presets;
import dev.attune.task.Task;
import dev.attune.task.Tasks;
import dev.attune.task.training.Trainers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What there is to choose from in the form of a new experiment. */
@Component
class NewExperimentChoices {
  private final Presets presets;
  private final Methods methods;
  private final Trainers trainers;
  private final Tasks tasks;
  private final DatasetCatalog datasets;
  private final ModelCatalog models;

  NewExperimentChoices(
      Presets presets,
      Methods methods,
      Trainers trainers,
      Tasks tasks,
      DatasetCatalog datasets,
      ModelCatalog models) {
    this.presets = presets;
    this.methods = methods;
    this.trainers = trainers;
    this.tasks = tasks;
    this.datasets = datasets;
    this.models = models;
  }

  void add(Model page) {
    page.addAttribute("presets", presets.list().stream().filter(p -> !p.isTraining()).toList());
    page.addAttribute("methods", methods.list());
    page.addAttribute("trainers", trainers.list());
    page.addAttribute("datasets", datasets.list());
    page.addAttribute("captionSets", captionSets());
    page.addAttribute("installed", models.list());
    page.addAttribute("policies", policies());
    page.addAttribute("tasks", tasks.list().stream().map(Task::id).toList());
    page.addAttribute("unusable", unusable());
  }

  /** The models that any task adapts. */
  private List<String> policies() {
    Set<String> kinds = tasks.list().stream().map(Task::modelKind).collect(Collectors.toSet());
    return models.list().stream()
        .filter(m -> kinds.stream().anyMatch(m.kind()::is))
        .map(ModelInfo::name)
        .toList();
  }

  /** Files of presets and plug-ins that cannot be used, with the reason. */
  private Map<String, String> unusable() {
    Map<String, String> all = new TreeMap<>(presets.problems());
    for (Methods.Plugin plugin : methods.plugins()) {
      if (plugin.problem() != null) {
        all.put(plugin.file(), plugin.problem());
      }
    }
    return all;
  }

  /** What trainers can learn from. */
  private List<String> captionSets() {
    return Stream.concat(
            BuiltInDatasets.TRAINING.stream(),
            datasets.list().stream()
                .filter(d -> trainers.list().stream().anyMatch(t -> t.accepts(d)))
                .map(DatasetInfo::name))
        .toList();
  }
}
