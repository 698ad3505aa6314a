package dev.attune.experiment.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.KeptRuns;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.Provenance;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.spec.Presets;
import dev.attune.task.SampleResult;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One experiment, and one of its samples. */
@Controller
@RequestMapping("/experiments/{id}")
class ExperimentPage {
  private static final int SAMPLES = 20;

  private final ExperimentService experiments;
  private final DatasetCatalog datasets;
  private final Presets presets;
  private final KeptRuns kept;
  private final JsonMapper json;

  ExperimentPage(
      ExperimentService experiments,
      DatasetCatalog datasets,
      Presets presets,
      KeptRuns kept,
      JsonMapper json) {
    this.experiments = experiments;
    this.datasets = datasets;
    this.presets = presets;
    this.kept = kept;
    this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  @GetMapping
  String show(
      @PathVariable String id,
      @RequestParam(defaultValue = "all") String filter,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String before,
      HtmxRequest htmx,
      HttpServletResponse response,
      Model model) {
    ExperimentView experiment = experiments.get(id);
    model.addAttribute("experiment", experiment);
    String template = experiment.spec().isTraining() ? "experiment/training" : "experiment/one";
    if (htmx.isHtmxRequest()) {
      if (experiment.status().finished()) {
        response.setHeader("HX-Refresh", "true"); // the results are below what was asked for
      }
      return template + " :: live";
    }
    model.addAttribute("specJson", json.writeValueAsString(experiment.spec()));
    model.addAttribute("filter", filter);
    model.addAttribute("counts", counts(id));
    model.addAttribute(
        "samples",
        experiments.samples(
            id, ExperimentController.filter(filter), new Position(after, before), SAMPLES));
    model.addAttribute("pictures", pictures(experiment));
    model.addAttribute("unkept", kept.whyNot(experiment).orElse(null));
    return template;
  }

  @GetMapping("/samples/{index}")
  String sample(
      @PathVariable String id,
      @PathVariable int index,
      @RequestParam(defaultValue = "0") int order,
      Model model) {
    ExperimentView experiment = experiments.get(id);
    SampleView sample = experiments.sample(id, index, order);
    String place = Integer.toString(sample.place());
    model.addAttribute("experiment", experiment);
    model.addAttribute("sample", sample);
    model.addAttribute(
        "previous",
        beside(id, new Position(null, place)).filter(s -> s.place() < sample.place()).orElse(null));
    model.addAttribute("next", beside(id, new Position(place, null)).orElse(null));
    boolean pictures = pictures(experiment);
    model.addAttribute("pictures", pictures);
    Optional<VideoDataset> set =
        pictures ? videos(experiment.spec().dataset()) : Optional.<VideoDataset>empty();
    model.addAttribute("isVideo", set.isPresent());
    model.addAttribute("videos", set.map(s -> found(s, sample)).orElse(Map.of()));
    return "experiment/sample";
  }

  private Optional<SampleView> beside(String id, Position position) {
    return experiments.samples(id, SampleFilter.ALL, position, 1).items().stream().findFirst();
  }

  private Optional<VideoDataset> videos(String name) {
    return datasets
        .find(name)
        .filter(d -> d.modality() == DatasetInfo.Modality.VIDEOS)
        .map(d -> datasets.videos(d.name()));
  }

  /**
   * A video among the answers.
   *
   * @param index within its set
   * @param words its first caption
   */
  public record Found(int index, String words) {}

  /** The answers that are videos, by their names. */
  private static Map<String, Found> found(VideoDataset set, SampleView sample) {
    Set<String> answers = new HashSet<>();
    add(sample.before(), answers);
    add(sample.after(), answers);
    Map<String, Found> found = new HashMap<>();
    for (int i = 0; i < set.size() && found.size() < answers.size(); i++) {
      if (answers.contains(set.id(i))) {
        found.put(set.id(i), new Found(i, set.captions(i).get(0)));
      }
    }
    return found;
  }

  private static void add(SampleResult.@Nullable Answer answer, Set<String> names) {
    if (answer != null) {
      answer.top().forEach(c -> names.add(c.text()));
    }
  }

  /** How many samples pass each filter, in the order of the filters. */
  private Map<String, Long> counts(String id) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<SampleView.Outcome, Long> outcomes = experiments.outcomes(id);
    counts.put(SampleFilter.ALL.id(), outcomes.values().stream().mapToLong(Long::longValue).sum());
    outcomes.forEach((outcome, count) -> counts.put(outcome.id(), count));
    return counts;
  }

  /** Whether the data set still has the pictures that the experiment saw. */
  private boolean pictures(ExperimentView experiment) {
    Provenance provenance = experiment.provenance();
    Optional<DatasetInfo> dataset = datasets.find(experiment.spec().dataset());
    return provenance != null
        && dataset.filter(d -> d.fingerprint().equals(provenance.datasetFingerprint())).isPresent();
  }

  @PostMapping("/cancel")
  String cancel(@PathVariable String id) {
    experiments.cancel(id);
    return "redirect:/experiments/{id}";
  }

  /** Saves the run's values as a preset, and shows it. */
  @PostMapping("/preset")
  String preset(@PathVariable String id, @RequestParam String name) {
    ExperimentView view = experiments.get(id);
    presets.save(PresetRequest.preset(name.strip(), null, null, view));
    return "redirect:/experiments/new?preset=" + name.strip();
  }

  /** Starts to keep what the run learned, and shows where models come in. */
  @PostMapping("/keep")
  String keep(@PathVariable String id, @RequestParam String name) {
    kept.keep(id, name.strip());
    return "redirect:/models";
  }

  @PostMapping("/rerun")
  String rerun(@PathVariable String id) {
    return "redirect:/experiments/" + experiments.rerun(id).id();
  }

  @GetMapping("/delete")
  String askDelete(@PathVariable String id, Model model) {
    model.addAttribute("experiment", experiments.get(id));
    return "experiment/delete";
  }

  @PostMapping("/delete")
  String delete(@PathVariable String id) {
    experiments.delete(id);
    return "redirect:/experiments";
  }
}
