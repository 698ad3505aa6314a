package dev.attune.experiment;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The models that an experiment needs. */
final class SpecModels {
  private SpecModels() {}

  /**
   * Policy, judges, context vectors, and the parts of a captioner, trained or to be trained; by
   * name.
   */
  static Set<String> of(ExperimentSpec spec, ModelCatalog models) {
    Set<String> names = new TreeSet<>(List.of(spec.model()));
    ExperimentSpec.Method method = spec.method();
    if (method != null) {
      names.addAll(method.reward().models());
      if (method.contextVectors() != null) {
        names.add(method.contextVectors());
      }
    }
    if (spec.training() != null) {
      names.add(spec.training().languageModel());
    }
    models
        .find(spec.model())
        .map(ModelInfo::captioner)
        .ifPresent(
            parts -> {
              names.add(parts.clip());
              names.add(parts.languageModel());
              names.add(parts.scorer());
            });
    return names;
  }
}
