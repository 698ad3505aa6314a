package dev.attune.spec;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.Facts;
import dev.attune.method.options.Checked;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.Rules;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.method.schema.OptionSchema.Group;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks options by what their records say: limits, groups' rules, models, candidates. */
@Component
public final class OptionRules {
  private static final Validator VALIDATOR =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory()
          .getValidator();

  private final ModelCatalog models;

  public OptionRules(ModelCatalog models) {
    this.models = models;
  }

  /** Checks all that needs no other knowledge than the options themselves. */
  static void check(Record options, Rules rules) {
    OptionSchema schema = OptionSchema.of(options.getClass());
    schema.forEachGroup(options, (group, values) -> check(group, values, rules));
  }

  /** Checks the limits of each value alone. */
  static void limits(Record options, Rules rules) {
    OptionSchema schema = OptionSchema.of(options.getClass());
    schema.forEachGroup(options, (group, values) -> limits(group, values, rules));
  }

  private static boolean limits(Group group, Record values, Rules rules) {
    Set<ConstraintViolation<Record>> broken = VALIDATOR.validate(values);
    broken.forEach(v -> rules.broken(group.prefix() + v.getPropertyPath(), v.getMessage()));
    return broken.isEmpty();
  }

  private static void check(Group group, Record values, Rules rules) {
    if (limits(group, values, rules) && values instanceof Checked checked) {
      checked.check((leaf, message) -> rules.broken(group.prefix() + leaf, message));
    }
  }

  /** Checks that candidates suffice. */
  static void candidates(Record options, Facts.Candidates candidates, Rules rules) {
    for (Leaf leaf : OptionSchema.of(options.getClass()).leaves()) {
      if (leaf.upToCandidates() && OptionSchema.value(options, leaf) instanceof Integer wanted) {
        rules.require(
            wanted <= candidates.count(),
            leaf.name(),
            "must be at most %d, the number of %s"
                .formatted(candidates.count(), candidates.what()));
      }
    }
  }

  /** Checks that what one person asks for on one picture does not keep others waiting. */
  static void interactive(Record options, Rules rules) {
    rules.require(
        !(options instanceof QbNormSpec.Normalising n && n.qbNorm() != null),
        "qbNorm",
        "is for experiments on a data set; here is only one query");
    rules.require(
        HubnessSpec.of(options).isEmpty(),
        "hubness",
        "is for experiments on a data set; here is only one query");
    for (Leaf leaf : OptionSchema.of(options.getClass()).leaves()) {
      if (OptionSchema.value(options, leaf) instanceof Integer wanted
          && wanted > leaf.maxInteractive()) {
        rules.broken(leaf.name(), "must be %d to %d".formatted(leaf.min(), leaf.maxInteractive()));
      }
    }
  }

  /** Checks that the models that options name are here, sound, and of the right kind. */
  void models(Record options, Rules rules) {
    models(options, leaf -> true, rules);
  }

  /** As above, of some values only. */
  void models(Record options, Predicate<Leaf> which, Rules rules) {
    OptionSchema.of(options.getClass()).leaves().stream()
        .filter(which)
        .forEach(
            leaf ->
                leaf.modelKind()
                    .ifPresent(
                        kind ->
                            names(OptionSchema.value(options, leaf))
                                .forEach(name -> model(name, kind, leaf.name(), rules))));
  }

  /** The models that options name. */
  static List<String> named(Record options) {
    return OptionSchema.of(options.getClass()).leaves().stream()
        .filter(leaf -> leaf.modelKind().isPresent())
        .flatMap(leaf -> names(OptionSchema.value(options, leaf)).stream())
        .toList();
  }

  private static List<String> names(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(String.valueOf(value));
  }

  /** A model must be known and sound; empty when it is not. */
  Optional<ModelInfo> known(String name, String field, Rules rules) {
    ModelInfo info = models.find(name).orElse(null);
    if (info == null) {
      rules.broken(field, "unknown model %s: import or pull it first".formatted(name));
      return Optional.empty();
    }
    if (info.problem() != null) {
      rules.broken(field, "%s cannot be used: %s".formatted(name, info.problem()));
      return Optional.empty();
    }
    return Optional.of(info);
  }

  /** A model must be known, sound, and of a kind; empty when it is not. */
  Optional<ModelInfo> model(String name, String kind, String field, Rules rules) {
    Optional<ModelInfo> info = known(name, field, rules);
    if (info.isPresent() && !info.get().kind().is(kind)) {
      rules.broken(field, "%s is not %s".formatted(name, ModelWords.of(kind)));
      return Optional.empty();
    }
    return info;
  }

  /** The model that is adapted, with the parts that it needs. */
  void policy(String name, String kind, Rules rules) {
    model(name, kind, "model", rules)
        .ifPresent(
            info ->
                info.parts().stream()
                    .distinct()
                    .filter(p -> models.find(p).filter(m -> m.problem() == null).isEmpty())
                    .forEach(
                        p ->
                            rules.broken(
                                "model",
                                "%s needs %s, which is not installed or cannot be used"
                                    .formatted(name, p))));
  }
}
