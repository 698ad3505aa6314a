package dev.attune.experiment;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import java.util.Set;
import java.util.TreeSet;

/** The models that an experiment needs. */
final class SpecModels {
  private SpecModels() {}

  /** Policy, judges, context vectors, and the parts of a captioner; by name. */
  static Set<String> of(ExperimentSpec spec, ModelCatalog models) {
    Set<String> names = new TreeSet<>(spec.method().reward().models());
    names.add(spec.model());
    if (spec.method().contextVectors() != null) {
      names.add(spec.method().contextVectors());
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
