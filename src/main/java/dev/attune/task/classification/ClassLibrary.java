package dev.attune.task.classification;

import dev.attune.hub.ModelCatalog;
import dev.attune.method.Chosen;
import dev.attune.method.options.Rules;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What classes are told apart with.
 *
 * @param cache of features
 */
record ClassLibrary(ModelCatalog models, PromptCatalog prompts, Path cache) {

  /** Checks that descriptions among a method's prompts leave no class out. */
  void check(Chosen<?> chosen, Supplier<List<String>> classNames, Rules rules) {
    for (Leaf leaf : prompts(chosen)) {
      List<String> given = given(chosen, leaf);
      if (given != null) {
        try {
          prompts.resolve(given).cover(classNames.get());
        } catch (PromptException e) {
          rules.broken(leaf.name(), String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** See {@link dev.attune.task.Task#files}. */
  Map<String, String> files(Chosen<?> chosen) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Leaf leaf : prompts(chosen)) {
      List<String> given = given(chosen, leaf);
      if (given != null) {
        files.putAll(prompts.hashes(given));
      }
    }
    return files;
  }

  private static List<Leaf> prompts(Chosen<?> chosen) {
    return OptionSchema.of(chosen.method().options()).leaves().stream()
        .filter(Leaf::isPrompts)
        .toList();
  }

  @SuppressWarnings("unchecked") // such a list is of texts
  private static @Nullable List<String> given(Chosen<?> chosen, Leaf leaf) {
    return (List<String>) OptionSchema.value(chosen.options(), leaf);
  }
}
