package dev.attune.experiment.web;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.method.Method;
import dev.attune.method.Traits;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptList;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Methods;
import dev.attune.spec.Preset;
import dev.attune.spec.Presets;
import dev.attune.web.openapi.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "experiments")
class CatalogController {
  private final Presets presets;
  private final Methods methods;
  private final ExperimentService experiments;
  private final PromptCatalog prompts;

  CatalogController(
      Presets presets, Methods methods, ExperimentService experiments, PromptCatalog prompts) {
    this.presets = presets;
    this.methods = methods;
    this.experiments = experiments;
    this.prompts = prompts;
  }

  @GetMapping("/api/presets")
  @Operation(summary = "Named sets of a method's values; a model's card may replace some")
  List<Preset> presets() {
    return presets.list();
  }

  @PostMapping("/api/presets")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Save a run's values as a preset",
      description = "It holds every value, stands above the model's card, and gives the run again.")
  @Answers(HttpStatus.NOT_FOUND)
  Preset save(@RequestBody PresetRequest request) {
    return presets.save(
        PresetRequest.preset(
            given("name", request.name()),
            request.title(),
            request.description(),
            experiments.get(given("experiment", request.experiment()))));
  }

  private static String given(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidRequestException(List.of(new FieldProblem(field, "must be given")));
    }
    return value.strip();
  }

  @GetMapping("/api/methods")
  @Operation(summary = "The methods of adaptation, and the options of each")
  List<MethodInfo> methods() {
    return methods.list().stream().map(this::info).toList();
  }

  @GetMapping("/api/prompts")
  @Operation(summary = "What prompts may name: the papers' lists of templates, and your own files")
  PromptNames prompts() {
    return new PromptNames(prompts.lists(), prompts.files());
  }

  @GetMapping("/api/plugins")
  @Operation(summary = "The jars with methods of one's own, also those that cannot be used")
  List<Methods.Plugin> plugins() {
    return methods.plugins();
  }

  private <O extends Record> MethodInfo info(Method<O> method) {
    O defaults = method.defaults();
    Traits traits = method.traits(defaults);
    return new MethodInfo(
        method.id(),
        method.description(),
        traits.judging() == Traits.Judging.REQUIRED,
        method.answers().stream().map(q -> lower(q.name())).sorted().toList(),
        lower(traits.tunes().name()),
        methods.pluginOf(method.id()).map(Methods.Plugin::file).orElse(null),
        OptionSchema.of(method.options()).leaves().stream()
            .map(l -> option(l, OptionSchema.value(defaults, l)))
            .toList());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static OptionInfo option(Leaf leaf, @Nullable Object value) {
    return new OptionInfo(
        leaf.name(),
        leaf.title(),
        leaf.description(),
        leaf.choices(),
        leaf.flag(),
        value instanceof Enum<?> e ? Leaf.choice(e) : value);
  }

  /**
   * What prompts may name.
   *
   * @param files in the folder {@code prompts} of Attune's home, by their names
   */
  record PromptNames(List<PromptList> lists, List<String> files) {}

  /**
   * A method.
   *
   * @param judged whether it needs a judge
   * @param answers what it can be asked
   * @param tunes what its steps move
   * @param plugin the jar that it comes from; null for one of the program's own
   */
  record MethodInfo(
      String type,
      String description,
      boolean judged,
      List<String> answers,
      String tunes,
      @Nullable String plugin,
      List<OptionInfo> options) {}

  /**
   * One option of a method.
   *
   * @param name as it stands in a request, below {@code method}
   * @param choices the names that its value may have; none where it is no choice
   * @param flag its option on the command line
   * @param value the method's default
   */
  record OptionInfo(
      String name,
      String title,
      String description,
      List<String> choices,
      String flag,
      @Nullable Object value) {}
}
