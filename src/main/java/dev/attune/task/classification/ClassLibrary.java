package dev.attune.task.classification;

import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.options.Rules;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptException;
import dev.attune.prompt.Prompts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What classes are told apart with.
 *
 * @param cache of features
 */
record ClassLibrary(ModelCatalog models, PromptCatalog prompts, Path cache) {

  /** Checks that descriptions among a method's prompts leave no class out. */
  void check(Chosen<?> chosen, Supplier<List<String>> classNames, Rules rules) {
    given(chosen)
        .forEach(
            (leaf, given) -> {
              try {
                Prompts texts = prompts.resolve(given);
                if (texts.describes()) {
                  texts.cover(classNames.get());
                }
              } catch (PromptException e) {
                rules.broken(leaf, String.valueOf(e.getMessage()));
              }
            });
  }

  /** Checks that prompts make no more texts of some classes than so many. */
  void limit(Chosen<?> chosen, List<String> classNames, int most, Rules rules) {
    given(chosen)
        .forEach(
            (leaf, given) -> {
              Prompts texts = prompts.resolve(given);
              int count = classNames.stream().mapToInt(c -> texts.of(c).size()).sum();
              rules.require(
                  count <= most,
                  leaf,
                  "make %d texts of these labels; at most are %d for one picture"
                      .formatted(count, most));
            });
  }

  /** See {@link dev.attune.task.Task#files}. */
  Map<String, String> files(Chosen<?> chosen) {
    Map<String, String> files = new LinkedHashMap<>();
    given(chosen).values().forEach(given -> files.putAll(prompts.hashes(given)));
    return files;
  }

  /** The prompts that are given, by the names of values. */
  private static Map<String, List<String>> given(Chosen<?> chosen) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (Leaf leaf : OptionSchema.of(chosen.method().options()).leaves()) {
      if (leaf.isPrompts() && OptionSchema.value(chosen.options(), leaf) instanceof List<?> all) {
        given.put(leaf.name(), all.stream().map(String::valueOf).toList());
      }
    }
    return given;
  }
}
