package dev.attune.experiment.store;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.Provenance;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.Methods;
import dev.attune.spec.SpecModels;
import dev.attune.spec.Work;
import dev.attune.task.Tasks;
import dev.attune.worker.EngineInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.stereotype.Component;

/** Says with what a worker computes an experiment. */
@Component
public class ProvenanceRecorder {
  private static final String UNKNOWN = "unknown";

  private final DatasetCatalog datasets;
  private final ModelCatalog models;
  private final Tasks tasks;
  private final Methods methods;
  private final String version;
  private final String commit;

  ProvenanceRecorder(
      DatasetCatalog datasets,
      ModelCatalog models,
      Tasks tasks,
      Methods methods,
      ObjectProvider<BuildProperties> build,
      ObjectProvider<GitProperties> git) {
    this.datasets = datasets;
    this.models = models;
    this.tasks = tasks;
    this.methods = methods;
    version = orUnknown(build.stream().map(BuildProperties::getVersion).findFirst().orElse(null));
    commit = orUnknown(git.stream().map(GitProperties::getCommitId).findFirst().orElse(null));
  }

  /**
   * The provenance with this worker taken in.
   *
   * @param recorded what earlier workers of the experiment recorded, as JSON
   * @return as JSON
   */
  public String record(@Nullable String recorded, ExperimentSpec spec, EngineInfo engine) {
    if (recorded == null) {
      return Json.write(first(spec, engine));
    }
    Provenance known = Json.read(recorded, Provenance.class);
    List<String> devices = with(known.devices(), engine.device());
    Map<String, List<String>> notes = new TreeMap<>(known.metricNotes());
    metricNotes(spec)
        .forEach((metric, note) -> notes.merge(metric, note, (all, own) -> with(all, own.get(0))));
    return Json.write(
        new Provenance(
            known.version(),
            known.commit(),
            known.models(),
            known.fingerprints(),
            known.datasetFingerprint(),
            known.engine(),
            devices,
            known.threads(),
            known.seed(),
            notes,
            known.plugins(),
            known.prompts()));
  }

  /**
   * A model of which other files were used than this worker has, so that two kinds of numbers would
   * be in one run.
   *
   * @param recorded what earlier workers of the experiment recorded, as JSON
   */
  Optional<String> otherModel(@Nullable String recorded, ExperimentSpec spec) {
    if (recorded == null) {
      return Optional.empty();
    }
    Map<String, String> known = Json.read(recorded, Provenance.class).fingerprints();
    Map<String, String> here = ofModels(spec, ModelInfo::fingerprint);
    return known.entrySet().stream()
        .filter(model -> !model.getValue().equals(here.get(model.getKey())))
        .min(Map.Entry.comparingByKey())
        .map(m -> "%s, of the fingerprint %.12s".formatted(m.getKey(), m.getValue()));
  }

  /**
   * A file of prompts that a run names and this worker does not have, or not as the run began.
   *
   * @param recorded what earlier workers of the experiment recorded, as JSON
   */
  Optional<String> otherPrompts(@Nullable String recorded, ExperimentSpec spec) {
    Map<String, String> known =
        recorded == null ? Map.of() : Json.read(recorded, Provenance.class).prompts();
    return prompts(spec).entrySet().stream()
        .filter(
            file ->
                file.getValue().isEmpty()
                    || !file.getValue().equals(known.getOrDefault(file.getKey(), file.getValue())))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder());
  }

  private Provenance first(ExperimentSpec spec, EngineInfo engine) {
    return new Provenance(
        version,
        commit,
        ofModels(spec, ModelInfo::sha256),
        ofModels(spec, ModelInfo::fingerprint),
        datasets.find(spec.dataset()).map(DatasetInfo::fingerprint).orElse(UNKNOWN),
        engine.engine(),
        List.of(engine.device()),
        engine.threads(),
        spec.seed(),
        metricNotes(spec),
        methods.pluginOf(spec.type()).map(p -> Map.of(p.file(), p.sha256())).orElse(Map.of()),
        prompts(spec));
  }

  private Map<String, String> prompts(ExperimentSpec spec) {
    return spec.work() instanceof Work.Adaptation a
        ? tasks.find(spec.task()).map(t -> t.files(a.chosen())).orElse(Map.of())
        : Map.of();
  }

  private Map<String, String> ofModels(ExperimentSpec spec, Function<ModelInfo, String> what) {
    Map<String, String> all = new TreeMap<>();
    SpecModels.of(spec, models)
        .forEach(name -> all.put(name, models.find(name).map(what).orElse(UNKNOWN)));
    return all;
  }

  private Map<String, List<String>> metricNotes(ExperimentSpec spec) {
    Map<String, List<String>> notes = new TreeMap<>();
    tasks
        .find(spec.task())
        .ifPresent(
            t -> t.metricNotes().forEach((metric, note) -> notes.put(metric, List.of(note))));
    return notes;
  }

  private static List<String> with(List<String> known, String other) {
    return Stream.concat(known.stream(), Stream.of(other)).distinct().toList();
  }

  private static String orUnknown(@Nullable String value) {
    return value == null ? UNKNOWN : value;
  }
}
