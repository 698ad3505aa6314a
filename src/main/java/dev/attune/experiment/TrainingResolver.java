package dev.attune.experiment;

import dev.attune.dataset.DatasetInfo;
import dev.attune.experiment.ExperimentSpec.Training;
import dev.attune.hub.HubException;
import dev.attune.hub.LanguageModelKind;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.model.caption.MappingType;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides every value of a request for a training: the usual ones, replaced by those given. */
@Component
class TrainingResolver {
  private static final String FIELD = "training.";
  private static final String CAPTIONER = FIELD + "captioner";
  private static final int MAX_EPOCHS = 1000;
  private static final int MAX_BATCH = 4096;

  private final Presets presets;
  private final ModelHub hub;
  private final MethodRules rules;
  private final List<Task> tasks;

  TrainingResolver(Presets presets, ModelHub hub, MethodRules rules, List<Task> tasks) {
    this.presets = presets;
    this.hub = hub;
    this.rules = rules;
    this.tasks = tasks;
  }

  /** Whether a request asks for a training. */
  boolean isTraining(ExperimentRequest request) {
    return request.training() != null
        || TrainingPresets.TASK.equals(request.task())
        || presets.find(request.preset()).filter(p -> p.training() != null).isPresent();
  }

  /**
   * The spec.
   *
   * @param dataset null where a problem says so
   * @param limit samples whose captions are learnt from
   * @throws InvalidRequestException naming every field that is wrong
   */
  ExperimentSpec resolve(
      ExperimentRequest request,
      @Nullable DatasetInfo dataset,
      String split,
      int limit,
      Problems problems) {
    problems.addUnless(
        request.task() == null || request.task().equals(TrainingPresets.TASK),
        "task",
        "must be " + TrainingPresets.TASK);
    problems.addUnless(request.method() == null, "method", "a training has none");
    problems.addUnless(
        dataset == null || dataset.tasks().contains("captioning"),
        "dataset",
        "has no captions to learn from");
    TrainingType type = type(request, problems);
    String model = Objects.requireNonNullElse(request.model(), Preset.POLICY);
    rules.clip(model, "model", problems);
    String lm =
        request.training() == null || request.training().languageModel() == null
            ? TrainingPresets.LANGUAGE_MODEL
            : request.training().languageModel();
    OptionalInt positions = positions(lm, problems);
    if (type == null || positions.isEmpty()) {
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    Training usual = TrainingPresets.usual(type, model, lm, hub.isBuiltIn(lm));
    Training training = overlay(usual, request.training());
    check(training, type, positions.getAsInt(), problems);
    problems.check();
    ExperimentSpec spec =
        new ExperimentSpec(
            usual.equals(named(training, "")) ? request.preset() : null,
            TrainingPresets.TASK,
            Objects.requireNonNull(dataset).name(),
            split,
            limit,
            request.seed() == null ? 0 : request.seed(),
            model,
            null,
            training);
    checkSize(spec, problems);
    problems.check();
    return spec;
  }

  private @Nullable TrainingType type(ExperimentRequest request, Problems problems) {
    String given = request.training() == null ? null : request.training().type();
    if (given != null && !Choices.names(TrainingType.class).contains(given)) {
      Choices.check(TrainingType.class, given, FIELD + "type", problems);
      return null;
    }
    if (request.preset() == null) {
      problems.addUnless(given != null, "preset", "must be given, or else training.type");
      return given == null ? null : Choices.of(TrainingType.class, given);
    }
    Training preset = presets.find(request.preset()).map(Preset::training).orElse(null);
    if (preset == null) {
      problems.add("preset", "unknown preset of a training " + request.preset());
      return null;
    }
    problems.addUnless(
        given == null || given.equals(preset.type()),
        FIELD + "type",
        "the preset %s is of type %s".formatted(request.preset(), preset.type()));
    return Choices.of(TrainingType.class, preset.type());
  }

  /** Room of a language model; empty when a problem was named. */
  private OptionalInt positions(String name, Problems problems) {
    String field = FIELD + "languageModel";
    ModelInfo info = rules.sound(name, field, problems);
    if (info == null) {
      return OptionalInt.empty();
    }
    if (!(info.kind() instanceof LanguageModelKind)) {
      problems.add(field, name + " is not a language model");
      return OptionalInt.empty();
    }
    try (LmCheckpoint checkpoint = hub.catalog().languageModel(name)) {
      return OptionalInt.of(checkpoint.config().positions());
    }
  }

  private void check(Training training, TrainingType type, int positions, Problems problems) {
    problems.addUnless(!training.captioner().isEmpty(), CAPTIONER, "must be given");
    if (!training.captioner().isEmpty()) {
      checkFree(training.captioner(), problems);
    }
    rules.clip(training.scorer(), FIELD + "scorer", problems);
    Choices.check(MappingType.class, training.mapping(), FIELD + "mapping", problems);
    MethodRules.whole(training.prefixLength(), 1, positions - 2, FIELD + "prefixLength", problems);
    MethodRules.whole(training.epochs(), 1, MAX_EPOCHS, FIELD + "epochs", problems);
    MethodRules.whole(training.batch(), 1, MAX_BATCH, FIELD + "batch", problems);
    MethodRules.whole(training.warmUp(), 0, Integer.MAX_VALUE, FIELD + "warmUp", problems);
    MethodRules.rate(training.learningRate(), FIELD + "learningRate", problems);
    MethodRules.rate(training.weightDecay(), FIELD + "weightDecay", problems);
    MethodRules.rate(training.noise(), FIELD + "noise", problems);
    problems.addUnless(
        type == TrainingType.CAPDEC || training.noise() == 0, FIELD + "noise", "is for capdec");
  }

  /** A name must be one, and belong to no model. */
  private void checkFree(String captioner, Problems problems) {
    try {
      hub.checkFree(captioner);
    } catch (HubException e) {
      problems.add(CAPTIONER, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks a spec that was accepted before: its captioner may be there by now.
   *
   * @param underWay captioners that are being trained
   * @throws InvalidRequestException when the name is taken
   */
  void checkFree(ExperimentSpec spec, List<String> underWay) {
    Training training = spec.training();
    if (training != null) {
      Problems problems = new Problems();
      checkFree(training.captioner(), problems);
      problems.addUnless(
          !underWay.contains(training.captioner()),
          CAPTIONER,
          "another experiment is training %s".formatted(training.captioner()));
      problems.check();
    }
  }

  private void checkSize(ExperimentSpec spec, Problems problems) {
    try {
      tasks.stream()
          .filter(t -> t.id().equals(spec.task()))
          .findFirst()
          .ifPresent(t -> t.samples(Specs.taskSpec(spec)));
    } catch (TaskException e) {
      problems.add("limit", String.valueOf(e.getMessage()));
    } catch (ArithmeticException e) {
      problems.add(FIELD + "epochs", "give more steps than can be counted");
    }
  }

  private static Training overlay(Training base, ExperimentRequest.@Nullable Training over) {
    if (over == null) {
      return base;
    }
    return new Training(
        base.type(),
        or(over.captioner(), base.captioner()),
        base.languageModel(),
        or(over.scorer(), base.scorer()),
        or(over.mapping(), base.mapping()),
        or(over.prefixLength(), base.prefixLength()),
        or(over.epochs(), base.epochs()),
        or(over.batch(), base.batch()),
        or(over.learningRate(), base.learningRate()),
        or(over.warmUp(), base.warmUp()),
        or(over.weightDecay(), base.weightDecay()),
        or(over.noise(), base.noise()));
  }

  private static Training named(Training t, String captioner) {
    return new Training(
        t.type(),
        captioner,
        t.languageModel(),
        t.scorer(),
        t.mapping(),
        t.prefixLength(),
        t.epochs(),
        t.batch(),
        t.learningRate(),
        t.warmUp(),
        t.weightDecay(),
        t.noise());
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
