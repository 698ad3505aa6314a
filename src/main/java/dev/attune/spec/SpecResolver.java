package dev.attune.spec;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Question;
import dev.attune.task.SampleStream;
import dev.attune.task.Task;
import dev.attune.task.TaskSpec;
import dev.attune.task.Tasks;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides every value of a request; says where each comes from. */
@Component
public final class SpecResolver {
  static final String ONLY_SPLIT = "test";
  static final String TRAINING_TASK = "training";
  private static final int MAX_NAME = 120;

  private final Presets presets;
  private final DatasetCatalog datasets;
  private final Tasks tasks;
  private final AdaptationResolver adaptations;
  private final TrainingResolver trainingResolver;

  public SpecResolver(
      Presets presets,
      DatasetCatalog datasets,
      Tasks tasks,
      AdaptationResolver adaptations,
      TrainingResolver trainingResolver) {
    this.presets = presets;
    this.datasets = datasets;
    this.tasks = tasks;
    this.adaptations = adaptations;
    this.trainingResolver = trainingResolver;
  }

  /** A spec, and where its values come from. */
  public record Resolved(ExperimentSpec spec, Origins origins) {}

  /** Whether a request asks for a training. */
  public boolean isTraining(ExperimentRequest request) {
    return request.training() != null
        || TRAINING_TASK.equals(request.task())
        || presets.find(request.preset()).filter(Preset::isTraining).isPresent();
  }

  /**
   * The spec.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  public Resolved resolve(ExperimentRequest request) {
    Problems problems = new Problems();
    name(request.name(), problems);
    DatasetInfo dataset = dataset(request.dataset(), problems);
    problems.addUnless(
        request.split() == null || request.split().equals(ONLY_SPLIT),
        "split",
        "this set has only the split " + ONLY_SPLIT);
    int limit = limit(request.limit(), dataset, problems);
    RunValues.check(request, isTraining(request), problems);
    if (isTraining(request)) {
      return trainingResolver.resolve(request, dataset, limit, problems);
    }
    Task task = task(request, dataset, problems);
    if (dataset == null || task == null) {
      adaptations.checkNames(request, null, problems);
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    AdaptationResolver.Choice choice =
        adaptations.choose(
            request, task, method -> task.candidates(dataset, method), false, problems);
    problems.check();
    task.check(
        dataset,
        choice.work().chosen(),
        (leaf, message) -> problems.add(Work.METHOD + "." + leaf, message));
    problems.check();
    adaptations.checkStart(choice, () -> datasets.open(dataset.name()).classNames(), problems);
    SampleStream stream = RunValues.resolve(request, choice.work().chosen(), problems);
    problems.check();
    enough(task, dataset, limit, stream, choice, problems);
    problems.check();
    ExperimentSpec spec =
        new ExperimentSpec(
            choice.asThePreset() && request.preset() != null ? choice.preset() : null,
            task.id(),
            dataset.name(),
            ONLY_SPLIT,
            limit,
            Objects.requireNonNullElse(request.seed(), 0L),
            choice.model(),
            stream,
            RunValues.settings(request),
            choice.work());
    return new Resolved(spec, RunValues.origins(request, choice.origins()));
  }

  /** Whether there are as many queries as the method's least batch. */
  private static void enough(
      Task task,
      DatasetInfo dataset,
      int limit,
      SampleStream stream,
      AdaptationResolver.Choice choice,
      Problems problems) {
    Chosen<?> chosen = choice.work().chosen();
    int least = chosen.traits().batch().least();
    if (least <= limit) { // a sample has one at least
      return;
    }
    TaskSpec spec = new TaskSpec(dataset.name(), limit, 0, choice.model(), chosen, stream);
    long queries = IntStream.range(0, limit).map(task.queries(spec)).limit(least).sum();
    problems.addUnless(
        queries >= least,
        "limit",
        "must give at least %d queries, which %s adapts to together; these are %d"
            .formatted(least, chosen.method().id(), queries));
  }

  /**
   * Decides a method's values for what is in no data set; the request's is not looked at.
   *
   * @param question what it must answer
   * @param candidates what K is drawn from; a usual K that is larger is lowered to their number
   * @param problems takes the names of values that are wrong
   * @return null where something is wrong
   */
  public AdaptationResolver.@Nullable Choice single(
      Task task,
      Question question,
      ExperimentRequest request,
      Facts.Candidates candidates,
      Problems problems) {
    Problems own = new Problems();
    AdaptationResolver.Choice choice =
        adaptations.choose(request, task, method -> candidates, true, own);
    own.found().forEach(p -> problems.add(p.field(), p.message()));
    if (!own.isEmpty()) {
      return null;
    }
    boolean fits = choice.work().chosen().answers().contains(question);
    problems.addUnless(fits, "preset", "is for another kind of query");
    return fits ? choice : null;
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

  private @Nullable Task task(
      ExperimentRequest request, @Nullable DatasetInfo dataset, Problems problems) {
    String name = request.task();
    Task named = name == null ? null : tasks.find(name).orElse(null);
    if (name != null && named == null) {
      problems.add("task", "unknown task " + name);
      return null;
    }
    if (dataset == null) {
      return named;
    }
    List<String> served = tasks.of(dataset);
    if (served.isEmpty()) {
      problems.add("dataset", "serves no task that is known here");
      return null;
    }
    if (named == null) {
      return implied(request, dataset.name(), served, problems);
    }
    problems.addUnless(
        named.accepts(dataset),
        "task",
        "%s serves %s".formatted(dataset.name(), String.join(", ", served)));
    return named;
  }

  /** The only task of the data set that the preset, or else the method, is for. */
  private @Nullable Task implied(
      ExperimentRequest request, String dataset, List<String> served, Problems problems) {
    List<String> meant =
        request.preset() == null
            ? adaptations
                .named(request)
                .map(m -> served.stream().filter(t -> tasks.get(t).isServedBy(m)).toList())
                .orElse(List.of())
            : presets
                .find(request.preset())
                .map(p -> served.stream().filter(p::serves).toList())
                .orElse(List.of());
    if (meant.size() > 1) {
      problems.add("task", "must be one of %s on %s".formatted(String.join(", ", meant), dataset));
      return null;
    }
    return tasks.get(meant.isEmpty() ? served.get(0) : meant.get(0));
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
}
