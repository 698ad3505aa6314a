package dev.attune.spec;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides a method and all its values: its own defaults, over them the preset's, over them what the
 * model's card says of the method and of the preset, over them what the request gives. A preset
 * that somebody saved holds every value and stands above the card.
 */
@Component
public final class AdaptationResolver {
  private static final String METHOD = Work.METHOD + ".";

  private final Beginnings beginnings;
  private final ModelCatalog models;
  private final OptionRules rules;

  public AdaptationResolver(
      Presets presets, Methods methods, ModelCatalog models, OptionRules rules) {
    beginnings = new Beginnings(presets, methods);
    this.models = models;
    this.rules = rules;
  }

  /**
   * A method with everything decided.
   *
   * @param preset the one that gave what the caller did not; the method's name where there is none
   * @param asThePreset whether no value differs from what is usual
   */
  public record Choice(
      String preset, String model, Work.Adaptation work, boolean asThePreset, Origins origins) {}

  /**
   * Checks that a run may begin with the memory that it names, if it names one.
   *
   * @param classes of the data set; asked for where they matter
   */
  void checkStart(Choice choice, Supplier<List<String>> classes, Problems problems) {
    ModelInfo model = models.find(choice.model()).orElseThrow();
    Keeping.check(choice.work().chosen(), models::find, model, classes, problems);
  }

  /** The method that a request names by itself; empty where it names none, or one that is not. */
  Optional<Method<?>> named(ExperimentRequest request) {
    return beginnings.named(request);
  }

  /** Checks the preset and the method that a request names, and the model. */
  void checkNames(ExperimentRequest request, @Nullable Task task, Problems problems) {
    Beginning begun = beginnings.of(request, task, problems);
    if (request.model() != null && (begun == null || task == null)) {
      rules.known(request.model(), "model", problems);
    }
    Optional<Method<?>> method =
        begun == null ? beginnings.named(request) : Optional.<Method<?>>of(begun.method());
    method.ifPresent(m -> given(new Merge(m.options()), m, request, new ArrayList<>(), problems));
  }

  /** Lays what a request gives; names every value that the method does not have. */
  private static void given(
      Merge merge,
      Method<?> method,
      ExperimentRequest request,
      List<String> notes,
      Problems problems) {
    if (request.method() != null) {
      Problems wrong = new Problems();
      merge.lay(upgraded(method, request.method(), notes), "given", wrong);
      wrong.found().forEach(p -> problems.add(METHOD + p.field(), p.message()));
    }
  }

  /**
   * Decides all values.
   *
   * @param candidates what a method draws its candidates from
   * @param interactive whether it is for what one person asks
   * @return what was decided; to be used only where no problem was named
   */
  Choice choose(
      ExperimentRequest request,
      Task task,
      Function<Method<?>, Facts.Candidates> candidates,
      boolean interactive,
      Problems problems) {
    Beginning begun = beginnings.of(request, task, problems);
    if (begun == null) {
      checkModel(request, problems);
      problems.check();
      throw new IllegalStateException("a value is missing and no problem was named");
    }
    String usual = begun.preset() == null ? Presets.POLICY : begun.preset().model();
    String model = Objects.requireNonNullElse(request.model(), usual);
    rules.policy(model, task.modelKind(), problems);
    Choice choice =
        decide(begun, model, request, candidates.apply(begun.method()), interactive, problems);
    problems.addUnless(
        task.questions().stream().anyMatch(Question::ranks)
            || HubnessSpec.of(choice.work().chosen().options()).isEmpty(),
        METHOD + "hubness",
        "unknown value: %s ranks nothing".formatted(task.id()));
    return choice;
  }

  private void checkModel(ExperimentRequest request, Problems problems) {
    if (request.model() != null) {
      rules.known(request.model(), "model", problems);
    }
  }

  private Choice decide(
      Beginning begun,
      String model,
      ExperimentRequest request,
      Facts.Candidates candidates,
      boolean interactive,
      Problems problems) {
    Method<?> method = begun.method();
    List<String> notes = new ArrayList<>();
    Merge merge = usual(begun, model, notes, problems);
    if (RunValues.settings(request) == Settings.PER_SET) {
      ofSet(merge, begun, String.valueOf(request.dataset()), problems);
    }
    if (interactive) {
      merge.lowerToCandidates(candidates.count(), "lowered to the number of " + candidates.what());
    }
    Merge without = merge.copy();
    without.settle();
    given(merge, method, request, notes, problems);
    merge.settle();
    Record options = merge.bind();
    check(method, options, facts(model, candidates), interactive, problems);
    String name = begun.preset() == null ? method.id() : begun.preset().name();
    Map<String, String> origins = new LinkedHashMap<>();
    merge.origins().forEach((leaf, origin) -> origins.put(METHOD + leaf, origin));
    return new Choice(
        name,
        model,
        new Work.Adaptation(SpecReader.chosen(method, options)),
        options.equals(without.bind()),
        new Origins(origins, notes));
  }

  /** What is usual: all but what the request gives. */
  private Merge usual(Beginning begun, String model, List<String> notes, Problems problems) {
    Method<?> method = begun.method();
    Preset preset = begun.preset();
    Merge merge = new Merge(method.options());
    merge.defaults(method.defaults(), "the method's default");
    if (preset == null) {
      card(merge, method, model, method.id(), notes, problems);
      return merge;
    }
    merge.lay(upgraded(method, preset.values(), notes), "preset " + preset.name(), problems);
    if (!preset.saved()) {
      card(merge, method, model, method.id(), notes, problems);
      if (!preset.name().equals(method.id())) {
        card(merge, method, model, preset.name(), notes, problems);
      }
    }
    return merge;
  }

  /** Lays what the preset says of a set. */
  private static void ofSet(Merge merge, Beginning begun, String set, Problems problems) {
    Map<String, ObjectNode> sets = begun.preset() == null ? Map.of() : begun.preset().sets();
    ObjectNode values = sets.get(set);
    if (values != null) {
      merge.lay(values, "settings for " + set, problems);
    } else {
      problems.add(
          "settings",
          sets.isEmpty()
              ? begun.method().id() + " has one setting for all sets"
              : "there are none for %s, but for %s"
                  .formatted(set, String.join(", ", sets.keySet())));
    }
  }

  /** Lays what the model's card says of a method or a preset. */
  private void card(
      Merge merge,
      Method<?> method,
      String model,
      String section,
      List<String> notes,
      Problems problems) {
    Map<String, Object> values =
        models.find(model).map(ModelInfo::defaults).orElse(Map.of()).get(section);
    if (values == null) {
      return;
    }
    ObjectNode tree = OptionJson.MAPPER.valueToTree(values);
    String origin =
        section.equals(method.id())
            ? "card of " + model
            : "card of %s for the preset %s".formatted(model, section);
    Problems wrong = new Problems();
    merge.lay(upgraded(method, tree, notes), origin, wrong);
    wrong
        .found()
        .forEach(
            p ->
                problems.add(
                    "model",
                    "the card of %s gives %s for %s: %s"
                        .formatted(model, p.field(), section, p.message())));
  }

  private static ObjectNode upgraded(Method<?> method, ObjectNode values, List<String> notes) {
    return Version1.upgraded(
        Work.METHOD, method.id(), OptionSchema.of(method.options()), values, notes);
  }

  private Facts facts(String model, Facts.Candidates candidates) {
    return new Facts() {
      @Override
      public Candidates candidates() {
        return candidates;
      }

      @Override
      public Optional<Tower> tower() {
        return models
            .tower(model)
            .map(
                kind ->
                    switch (kind) {
                      case TRANSFORMER -> Tower.TRANSFORMER;
                      case RESNET -> Tower.RESNET;
                      case CONVNEXT -> Tower.CONVNEXT;
                    });
      }
    };
  }

  private void check(
      Method<?> method, Record options, Facts facts, boolean interactive, Problems problems) {
    Problems found = new Problems();
    OptionRules.check(options, found);
    OptionRules.candidates(options, facts.candidates(), found);
    rules.models(options, found);
    rules.prompts(options, found);
    if (found.isEmpty()) {
      own(SpecReader.chosen(method, options), facts, found, problems);
    }
    if (interactive) {
      OptionRules.interactive(options, found);
    }
    found.found().forEach(p -> problems.add(METHOD + p.field(), p.message()));
    if (interactive && found.isEmpty()) {
      Traits traits = SpecReader.chosen(method, options).traits();
      problems.addUnless(
          !traits.lasting(), "preset", "learns from picture to picture; here is only one");
      problems.addUnless(
          traits.lasting() || traits.batch().least() == 1,
          "preset",
          "adapts to several pictures together; here is only one");
    }
  }

  /** The rules that only the method knows: of its options, and of the model. */
  private static <O extends Record> void own(
      Chosen<O> chosen, Facts facts, Problems ofOptions, Problems ofModel) {
    chosen.method().check(chosen.options(), facts, ofOptions);
    chosen
        .method()
        .refusal(chosen.options(), facts)
        .ifPresent(reason -> ofModel.add("model", reason));
  }
}
