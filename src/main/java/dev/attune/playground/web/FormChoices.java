package dev.attune.playground.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.schema.Leaf;
import dev.attune.playground.Desk;
import dev.attune.playground.Playground;
import dev.attune.playground.Session;
import dev.attune.spec.OptionForm;
import dev.attune.spec.Preset;
import dev.attune.spec.Presets;
import dev.attune.spec.SpecReader;
import dev.attune.spec.Work;
import dev.attune.task.Asked;
import dev.attune.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What can be chosen in the forms. */
@Component
class FormChoices {
  private final Presets presets;
  private final SpecReader specs;
  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Playground playground;

  FormChoices(
      Presets presets,
      SpecReader specs,
      DatasetCatalog datasets,
      ModelCatalog models,
      Playground playground) {
    this.presets = presets;
    this.specs = specs;
    this.datasets = datasets;
    this.models = models;
    this.playground = playground;
  }

  void add(Desk desk, Model page) {
    List<Task> tasks = desk.tasks();
    List<ModelInfo> sound = models.list().stream().filter(m -> m.problem() == null).toList();
    page.addAttribute(
        "models",
        sound.stream()
            .filter(m -> tasks.stream().anyMatch(t -> m.kind().is(t.modelKind())))
            .map(ModelInfo::name)
            .toList());
    page.addAttribute("installed", sound);
    page.addAttribute(
        "presets",
        presets.list().stream()
            .filter(p -> tasks.stream().anyMatch(t -> p.serves(t.id())) && isForOne(p))
            .map(Preset::name)
            .toList());
    page.addAttribute(
        "datasets",
        datasets.list().stream()
            .filter(set -> tasks.stream().anyMatch(t -> t.accepts(set)))
            .map(DatasetInfo::name)
            .toList());
    page.addAttribute("asked", playground.desks().stream().map(Desk::asks).toList());
  }

  /** What learns from picture to picture has nothing to learn from one. */
  private boolean isForOne(Preset preset) {
    return !preset.isTraining()
        && specs.adaptation(preset.values()) instanceof Work.Adaptation work
        && !work.chosen().traits().lasting()
        && work.chosen().traits().batch().least() == 1;
  }

  /** The values that ask the same again, where it is kept of the same picture. */
  MultiValueMap<String, String> values(Session session) {
    Task task = playground.task(session);
    Session.Setup setup = session.setup();
    Set<String> fields = Playground.asks(task).fields();
    MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
    if (session.picture() != null) {
      values.add("picture", session.id());
    }
    if (setup.dataset() != null) {
      values.add("dataset", setup.dataset());
    }
    if (setup.sample() != null) {
      values.add("sample", Integer.toString(setup.sample()));
    }
    if (setup.text() != null) {
      values.add("text", setup.text());
    }
    values.add("model", setup.model());
    values.add("preset", setup.preset());
    if (fields.contains("labels")) {
      values.add("labels", String.join("\n", setup.labels()));
    }
    if (fields.contains("seed")) {
      values.add("seed", Long.toString(setup.seed()));
    }
    Map<String, Leaf> names =
        playground.values(
            task, new Asked(null, null, null, null, null, null, setup.preset(), null), false);
    Map<String, List<String>> shown = OptionForm.shown(List.copyOf(names.values()), setup.method());
    names.forEach((name, leaf) -> values.addAll(name, shown.getOrDefault(leaf.name(), List.of())));
    return values;
  }
}
