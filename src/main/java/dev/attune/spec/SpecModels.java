package dev.attune.spec;

import dev.attune.hub.ModelCatalog;
import java.util.Set;
import java.util.TreeSet;

/** The models that an experiment needs. */
public final class SpecModels {
  private SpecModels() {}

  /** Policy, those that it computes with, and the parts of a captioner; by name. */
  public static Set<String> of(ExperimentSpec spec, ModelCatalog models) {
    Set<String> names = new TreeSet<>(Set.of(spec.model()));
    if (spec.work() instanceof Work.Adaptation a) {
      names.addAll(OptionRules.named(a.chosen().options()));
    } else if (spec.work() instanceof Work.Training t) {
      names.addAll(t.needs());
    }
    models.find(spec.model()).ifPresent(model -> names.addAll(model.parts()));
    return names;
  }
}
