package dev.attune.playground.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.ExperimentSpec;
import dev.attune.experiment.Preset;
import dev.attune.experiment.Presets;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.playground.Session;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** What can be chosen in the forms. */
@Component
class FormChoices {
  private final Presets presets;
  private final DatasetCatalog datasets;
  private final ModelCatalog models;

  FormChoices(Presets presets, DatasetCatalog datasets, ModelCatalog models) {
    this.presets = presets;
    this.datasets = datasets;
    this.models = models;
  }

  void add(Kind kind, Model page) {
    List<ModelInfo> sound = models.list().stream().filter(m -> m.problem() == null).toList();
    List<ModelInfo> policies =
        kind == Kind.CAPTION
            ? sound.stream().filter(m -> m.captioner() != null).toList()
            : clips(sound);
    page.addAttribute("models", policies.stream().map(ModelInfo::name).toList());
    page.addAttribute("judges", clips(sound).stream().map(ModelInfo::name).toList());
    page.addAttribute(
        "presets",
        presets.list().stream()
            .filter(p -> p.tasks().contains(kind.task()) && !p.learnsOn())
            .map(Preset::name)
            .toList());
    page.addAttribute(
        "datasets",
        datasets.list().stream()
            .filter(d -> d.tasks().contains(kind.task()))
            .map(DatasetInfo::name)
            .toList());
  }

  private static List<ModelInfo> clips(List<ModelInfo> models) {
    return models.stream().filter(m -> m.kind().isEncoder()).toList();
  }

  /** The values that ask the same of the same picture again. */
  static MultiValueMap<String, String> values(Session session) {
    Session.Setup setup = session.setup();
    ExperimentSpec.Method method = setup.method();
    MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
    if (session.picture() != null) {
      values.add("picture", session.id());
    }
    if (setup.dataset() != null) {
      values.add("dataset", setup.dataset());
    }
    if (setup.text() != null) {
      values.add("text", setup.text());
    }
    values.add("model", setup.model());
    values.add("preset", setup.preset());
    values.add("steps", Integer.toString(method.steps()));
    values.add("sampleK", Integer.toString(method.sampleK()));
    values.add("learningRate", Double.toString(method.learningRate()));
    values.add("weightDecay", Double.toString(method.weightDecay()));
    values.addAll("judges", method.reward().models());
    if (session.task().equals(Kind.CLASSIFY.task())) {
      values.add("labels", String.join("\n", setup.labels()));
      values.add("views", Integer.toString(method.views()));
      values.add("selection", Double.toString(method.selection()));
      values.add("cropScale", Double.toString(method.cropScale()));
      values.add("seed", Long.toString(setup.seed()));
    }
    return values;
  }
}
