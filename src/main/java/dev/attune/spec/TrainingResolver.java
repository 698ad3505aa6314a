package dev.attune.spec;

import dev.attune.dataset.DatasetInfo;
import dev.attune.method.options.Rules;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.SampleStream;
import dev.attune.task.TaskException;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import dev.attune.task.training.TrainingSpec;
import dev.attune.task.training.Workshop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides a trainer and all its values: the usual ones, over them the preset's and the request's.
 */
@Component
public final class TrainingResolver {
  private static final String TRAINING = Work.TRAINING + ".";
  private static final String GIVEN = "given";

  private final Presets presets;
  private final Trainers trainers;
  private final OptionRules rules;
  private final RunSpecs runs;
  private final Workshop shop;

  public TrainingResolver(
      Presets presets, Trainers trainers, OptionRules rules, RunSpecs runs, Workshop shop) {
    this.presets = presets;
    this.trainers = trainers;
    this.rules = rules;
    this.runs = runs;
    this.shop = shop;
  }

  /**
   * The spec.
   *
   * @param dataset null where a problem says so
   * @param limit samples that are learned from
   * @throws InvalidRequestException naming every field that is wrong
   */
  SpecResolver.Resolved resolve(
      ExperimentRequest request, @Nullable DatasetInfo dataset, int limit, Problems problems) {
    problems.addUnless(
        request.task() == null || request.task().equals(SpecResolver.TRAINING_TASK),
        "task",
        "must be " + SpecResolver.TRAINING_TASK);
    problems.addUnless(request.method() == null, "method", "a training has none");
    Trainer<?> trainer = trainer(request, problems);
    if (trainer != null) {
      problems.addUnless(
          dataset == null || trainer.accepts(dataset),
          "dataset",
          "has nothing that %s learns from".formatted(trainer.id()));
    }
    String model =
        request.model() == null && trainer != null ? trainer.usualModel() : request.model();
    if (model == null) {
      model = Presets.POLICY;
    }
    rules.model(model, "encoder", "model", problems);
    if (trainer == null || dataset == null) {
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    return resolve(trainer, request, dataset, limit, model, problems);
  }

  /**
   * Decides a trainer's values by themselves, for a training that is not queued.
   *
   * @param given over what is usual
   * @throws InvalidRequestException naming every value that is wrong
   */
  @SuppressWarnings("unchecked") // the options are bound to the trainer's own type
  public static <O extends Record> O options(
      Trainer<O> trainer, Workshop shop, String model, ObjectNode given, OptionRules rules) {
    Problems wrong = new Problems();
    Merge merge = new Merge(trainer.options());
    merge.defaults(
        trainer.usual(shop, model, leaf -> given.path(leaf).asString(null)), "the usual");
    merge.lay(given, GIVEN, wrong);
    O options = (O) merge.bind();
    OptionRules.check(options, wrong);
    rules.models(options, wrong);
    Problems problems = new Problems();
    wrong.found().forEach(p -> problems.add(TRAINING + p.field(), p.message()));
    problems.check();
    return options;
  }

  private @Nullable Trainer<?> trainer(ExperimentRequest request, Problems problems) {
    ObjectNode training = request.training();
    String given = training == null ? null : training.path("type").asString(null);
    Trainer<?> named = given == null ? null : trainers.find(given).orElse(null);
    if (given != null && named == null) {
      problems.add(
          TRAINING + "type",
          "must be one of "
              + String.join(", ", trainers.list().stream().map(Trainer::id).toList()));
      return null;
    }
    if (request.preset() == null) {
      problems.addUnless(named != null, "preset", "must be given, or else training.type");
      return named;
    }
    Preset preset = presets.find(request.preset()).filter(Preset::isTraining).orElse(null);
    Trainer<?> ofPreset = preset == null ? null : trainers.find(preset.type()).orElse(null);
    if (preset == null || ofPreset == null) {
      problems.add("preset", "unknown preset of a training " + request.preset());
      return null;
    }
    problems.addUnless(
        named == null || named.equals(ofPreset),
        TRAINING + "type",
        "the preset %s is of type %s".formatted(preset.name(), preset.type()));
    return ofPreset;
  }

  private <O extends Record> SpecResolver.Resolved resolve(
      Trainer<O> trainer,
      ExperimentRequest request,
      DatasetInfo dataset,
      int limit,
      String model,
      Problems problems) {
    ObjectNode given =
        request.training() == null ? OptionJson.object() : request.training().deepCopy();
    List<String> notes = new ArrayList<>();
    ObjectNode tree =
        Version1.upgraded(
            Work.TRAINING, trainer.id(), OptionSchema.of(trainer.options()), given, notes);
    Merge merge = new Merge(trainer.options());
    merge.defaults(trainer.usual(shop, model, leaf -> tree.path(leaf).asString(null)), "the usual");
    Preset preset = presets.find(request.preset()).orElse(null);
    if (preset != null) {
      ObjectNode values = preset.values().deepCopy();
      values.remove("type");
      merge.lay(values, "preset " + preset.name(), problems);
    }
    Record usual = merge.bind();
    Problems wrong = new Problems();
    merge.lay(tree, GIVEN, wrong);
    Record options = merge.bind();
    OptionRules.check(options, wrong);
    models(options, merge, wrong);
    ExperimentSpec spec =
        new ExperimentSpec(
            isUsual(trainer, usual, merge) ? request.preset() : null,
            SpecResolver.TRAINING_TASK,
            dataset.name(),
            SpecResolver.ONLY_SPLIT,
            limit,
            Objects.requireNonNullElse(request.seed(), 0L),
            model,
            SampleStream.AS_LISTED,
            null,
            new Work.Training(trainer, options));
    TrainingSpec<O> run = runs.training(trainer, options, spec);
    if (wrong.isEmpty()) {
      trainer.check(run, wrong);
    }
    wrong.found().forEach(p -> problems.add(field(p.field()), p.message()));
    problems.check();
    size(run, problems);
    problems.check();
    Map<String, String> origins = new LinkedHashMap<>();
    merge.origins().forEach((leaf, origin) -> origins.put(TRAINING + leaf, origin));
    return new SpecResolver.Resolved(spec, new Origins(origins, notes));
  }

  /** What is usual may follow from a model that is given, and is looked at when that is right. */
  private void models(Record options, Merge merge, Problems wrong) {
    Map<String, String> origins = merge.origins();
    Predicate<Leaf> given = leaf -> GIVEN.equals(origins.get(leaf.name()));
    Problems first = new Problems();
    rules.models(options, given, first);
    first.found().forEach(p -> wrong.add(p.field(), p.message()));
    if (first.isEmpty()) {
      rules.models(options, given.negate(), wrong);
    }
  }

  /** A trainer also looks at the model that is trained for, which is no option of its own. */
  private static String field(String leaf) {
    return leaf.equals(Trainer.MODEL) ? leaf : TRAINING + leaf;
  }

  /** Whether only the name of what is made was given. */
  @SuppressWarnings("unchecked") // the options were bound to the trainer's own type
  private static <O extends Record> boolean isUsual(Trainer<O> trainer, Record usual, Merge merge) {
    ObjectNode now = merge.tree();
    ObjectNode before = OptionJson.tree(usual);
    String made = trainer.makes((O) merge.bind());
    String none = trainer.makes((O) usual);
    for (var entry : before.properties()) {
      boolean isName = entry.getValue().asString("").equals(none);
      if (!entry.getValue().equals(now.get(entry.getKey()))
          && !(isName && now.path(entry.getKey()).asString("").equals(made))) {
        return false;
      }
    }
    return true;
  }

  private static void size(TrainingSpec<?> run, Problems problems) {
    try {
      run.samples();
    } catch (TaskException e) {
      problems.add("limit", String.valueOf(e.getMessage()));
    } catch (ArithmeticException e) {
      problems.add(TRAINING + "epochs", "give more steps than can be counted");
    }
  }

  /**
   * Checks a spec that was accepted before: what it makes may be there by now.
   *
   * @param underWay names of models that are being made
   * @throws InvalidRequestException when the name is taken
   */
  public void checkFree(ExperimentSpec spec, List<String> underWay) {
    if (spec.work() instanceof Work.Training t) {
      Problems problems = new Problems();
      check(t.trainer(), t, spec, (leaf, message) -> problems.add(field(leaf), message));
      problems.addUnless(
          !underWay.contains(t.makes()),
          TRAINING + t.trainer().named(),
          "another experiment is training %s".formatted(t.makes()));
      problems.check();
    }
  }

  private <O extends Record> void check(
      Trainer<O> trainer, Work.Training training, ExperimentSpec spec, Rules to) {
    trainer.check(runs.training(trainer, training.options(), spec), to);
  }
}
