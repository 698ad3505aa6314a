package dev.attune.experiment;

import static java.util.Collections.disjoint;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.gradient.MethodType;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Problems;
import dev.attune.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides every value of a request: the preset's, replaced by those of the model's card, replaced
 * by what the request itself gives.
 */
@Component
public class SpecResolver {
  private static final String ONLY_SPLIT = "test";
  private static final int MAX_NAME = 120;

  private final Presets presets;
  private final ModelCatalog models;
  private final DatasetCatalog datasets;
  private final MethodRules rules;
  private final TrainingResolver trainings;
  private final Set<String> tasks;

  SpecResolver(
      Presets presets,
      ModelCatalog models,
      DatasetCatalog datasets,
      MethodRules rules,
      TrainingResolver trainings,
      List<Task> tasks) {
    this.presets = presets;
    this.models = models;
    this.datasets = datasets;
    this.rules = rules;
    this.trainings = trainings;
    this.tasks = tasks.stream().map(Task::id).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The spec.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  ExperimentSpec resolve(ExperimentRequest request) {
    Problems problems = new Problems();
    name(request.name(), problems);
    DatasetInfo dataset = dataset(request.dataset(), problems);
    problems.addUnless(
        request.split() == null || request.split().equals(ONLY_SPLIT),
        "split",
        "this set has only the split " + ONLY_SPLIT);
    int limit = limit(request.limit(), dataset, problems);
    if (trainings.isTraining(request)) {
      return trainings.resolve(request, dataset, ONLY_SPLIT, limit, problems);
    }
    String task = task(request, dataset, problems);
    Preset preset = preset(request, task, problems);
    String model = model(request.model(), preset, problems);
    if (dataset == null || task == null || preset == null || model == null) {
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    MethodType type = type(preset);
    Method usual = overCard(preset, model, type, problems);
    Method method = MethodOverlay.request(usual, request.method());
    rules.check(method, type, candidates(dataset, type), problems);
    problems.check();
    boolean named = request.preset() != null && method.equals(usual);
    long seed = request.seed() == null ? 0 : request.seed();
    return new ExperimentSpec(
        named ? preset.name() : null,
        task,
        dataset.name(),
        ONLY_SPLIT,
        limit,
        seed,
        model,
        method,
        null);
  }

  private static Candidates candidates(DatasetInfo dataset, MethodType type) {
    if (dataset.classes() > 0) {
      return new Candidates(dataset.classes(), "classes of " + dataset.name());
    }
    return type.tunes() == MethodType.Tunes.TEXT_SIDE
        ? new Candidates(dataset.size(), "pictures of " + dataset.name())
        : Candidates.UNLIMITED;
  }

  /**
   * Decides a method's values for what is in no data set; the request's is not looked at.
   *
   * @param candidates what K is drawn from; a usual K that is larger is lowered to their number
   * @throws InvalidRequestException naming every field that is wrong
   */
  public MethodChoice method(String task, ExperimentRequest request, Candidates candidates) {
    Problems problems = new Problems();
    Preset preset = preset(request, task, problems);
    String model = model(request.model(), preset, problems);
    if (preset == null || model == null) {
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    MethodType type = type(preset);
    Method usual = overCard(preset, model, type, problems);
    Method method = MethodOverlay.request(usual.within(candidates), request.method());
    rules.check(method, type, candidates, problems);
    problems.check();
    return new MethodChoice(preset.name(), model, method, Specs.methodSpec(method));
  }

  /** The model that is named, or else the preset's; null where neither is known. */
  private @Nullable String model(
      @Nullable String name, @Nullable Preset preset, Problems problems) {
    if (preset == null) {
      if (name != null) {
        rules.sound(name, "model", problems);
      }
      return name;
    }
    String model = name == null ? preset.model() : name;
    rules.model(model, type(preset), problems);
    return model;
  }

  private static Method method(Preset preset) {
    return Objects.requireNonNull(preset.method());
  }

  private static MethodType type(Preset preset) {
    return MethodType.byId(method(preset).type()).orElseThrow();
  }

  /** What the model's card says of the method, and then of the preset. */
  private Method overCard(Preset preset, String model, MethodType type, Problems problems) {
    Map<String, Map<String, Object>> card =
        models.find(model).map(ModelInfo::defaults).orElse(Map.of());
    try {
      Method usual = MethodOverlay.card(method(preset), card.getOrDefault(type.id(), Map.of()));
      return preset.name().equals(type.id())
          ? usual
          : MethodOverlay.card(usual, card.getOrDefault(preset.name(), Map.of()));
    } catch (IllegalArgumentException e) {
      problems.add("model", "the card of %s has unusable values".formatted(model));
      return method(preset);
    }
  }

  private static void name(@Nullable String name, Problems problems) {
    if (name != null) {
      problems.addUnless(
          !name.isBlank() && name.length() <= MAX_NAME,
          "name",
          "must have 1 to %d characters".formatted(MAX_NAME));
      problems.addUnless(
          name.chars().noneMatch(Character::isISOControl), "name", "has control characters");
    }
  }

  private @Nullable DatasetInfo dataset(@Nullable String name, Problems problems) {
    if (name == null) {
      problems.add("dataset", "must be given");
      return null;
    }
    DatasetInfo info = datasets.find(name).orElse(null);
    problems.addUnless(info != null, "dataset", "unknown data set " + name);
    return info;
  }

  private @Nullable String task(
      ExperimentRequest request, @Nullable DatasetInfo dataset, Problems problems) {
    String name = request.task();
    if (name != null && !tasks.contains(name)) {
      problems.add("task", "unknown task " + name);
      return null;
    }
    if (dataset == null) {
      return name;
    }
    if (disjoint(tasks, dataset.tasks())) {
      problems.add(
          "dataset", "serves %s, which is unknown".formatted(String.join(", ", dataset.tasks())));
      return null;
    }
    if (name == null) {
      Preset preset = presets.find(request.preset()).orElse(null);
      return dataset.tasks().stream()
          .filter(t -> preset != null && preset.serves(t))
          .findFirst()
          .orElse(dataset.tasks().get(0));
    }
    problems.addUnless(
        dataset.tasks().contains(name),
        "task",
        "%s serves %s".formatted(dataset.name(), String.join(", ", dataset.tasks())));
    return name;
  }

  private static int limit(
      @Nullable Integer limit, @Nullable DatasetInfo dataset, Problems problems) {
    if (limit == null) {
      return dataset == null ? 0 : dataset.size();
    }
    problems.addUnless(limit >= 1, "limit", "must be at least 1");
    if (dataset != null) {
      problems.addUnless(
          limit <= dataset.size(),
          "limit",
          "must be at most %d, the size of %s".formatted(dataset.size(), dataset.name()));
    }
    return limit;
  }

  /** The preset that is named, or else the one with the usual numbers of the method's type. */
  private @Nullable Preset preset(
      ExperimentRequest request, @Nullable String task, Problems problems) {
    String type = request.method() == null ? null : request.method().type();
    MethodType known = type == null ? null : MethodType.byId(type).orElse(null);
    if (type != null && known == null) {
      problems.add("method.type", "unknown method " + type);
    }
    if (request.preset() != null) {
      Preset preset = presets.find(request.preset()).filter(p -> p.method() != null).orElse(null);
      if (preset == null) {
        problems.add("preset", "unknown preset " + request.preset());
        return null;
      }
      problems.addUnless(
          task == null || preset.serves(task),
          "preset",
          "is for " + String.join(", ", preset.tasks()));
      problems.addUnless(
          known == null || preset.isOf(known.id()),
          "method.type",
          "the preset %s is of type %s".formatted(preset.name(), method(preset).type()));
      return preset;
    }
    if (type == null) {
      problems.add("preset", "must be given, or else method.type");
      return null;
    }
    if (known == null || task == null) {
      return null;
    }
    Preset usual = presets.usual(task, known).orElse(null);
    problems.addUnless(usual != null, "method.type", "is not for " + task);
    return usual;
  }
}
