package dev.attune.spec;

import dev.attune.hub.Learned;
import dev.attune.hub.ModelInfo;
import dev.attune.method.Chosen;
import dev.attune.method.Traits;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What of an adaptation can be kept, and where another run may begin with it. */
public final class Keeping {
  private static final String MEMORY = "memory";

  private Keeping() {}

  /** Why a method keeps nothing, as a sentence; empty where it keeps something. */
  public static Optional<String> whyNot(Chosen<?> chosen) {
    String id = chosen.method().id();
    Traits traits = chosen.traits();
    if (!traits.lasting()) {
      return Optional.of(
          "%s forgets each sample with these values: there is nothing to keep.".formatted(id));
    }
    boolean tensors =
        switch (traits.tunes()) {
          case IMAGE_TOWER, TEXT_SIDE, MAPPING_NETWORK -> true;
          case NOTHING, PROMPT, CLASS_TEXTS -> false;
        };
    return tensors || isMemory(chosen)
        ? Optional.empty()
        : Optional.of(
            "What %s learns is neither a model's tensors nor a memory that a run can begin with."
                .formatted(id));
  }

  /** Whether what is kept is a memory of samples: the method can begin with one. */
  public static boolean isMemory(Chosen<?> chosen) {
    return start(chosen.options()).isPresent();
  }

  private static Optional<Leaf> start(Record options) {
    return OptionSchema.of(options.getClass()).leaves().stream()
        .filter(leaf -> leaf.modelKind().filter(MEMORY::equals).isPresent())
        .findFirst();
  }

  /**
   * What a kept model's card says of its run.
   *
   * @param spec of an adaptation
   * @param fingerprint of the model that adapted
   * @param samples that it learned from
   * @param classes of the data set; asked for where a memory goes by them
   * @param experiment id of the run; null where a command ran it
   */
  public static Learned learned(
      ExperimentSpec spec,
      String fingerprint,
      String datasetFingerprint,
      int samples,
      Supplier<List<String>> classes,
      @Nullable String experiment,
      String version) {
    Chosen<?> chosen = ((Work.Adaptation) spec.work()).chosen();
    Map<String, Object> method =
        OptionJson.MAPPER.convertValue(
            spec.work().json(), new TypeReference<Map<String, Object>>() {});
    return new Learned(
        spec.model(),
        fingerprint,
        spec.dataset(),
        datasetFingerprint,
        samples,
        method,
        spec.seed(),
        null,
        isMemory(chosen) ? Learned.classes(classes.get()) : null,
        experiment,
        version);
  }

  /**
   * Checks that a run may begin with the memory that its options name, if they name one.
   *
   * @param memories finds an installed memory
   * @param model that adapts
   * @param classes of the data set; asked for where they matter
   */
  static void check(
      Chosen<?> chosen,
      Function<String, Optional<ModelInfo>> memories,
      ModelInfo model,
      Supplier<List<String>> classes,
      Problems problems) {
    Leaf leaf = start(chosen.options()).orElse(null);
    Object name = leaf == null ? null : OptionSchema.value(chosen.options(), leaf);
    if (leaf == null || name == null) {
      return;
    }
    String field = Work.METHOD + "." + leaf.name();
    Learned learned = memories.apply(String.valueOf(name)).map(ModelInfo::learned).orElse(null);
    if (learned == null) {
      problems.add(field, "%s does not say of what run it is".formatted(name));
    } else if (!learned.type().equals(chosen.method().id())) {
      problems.add(
          field,
          "%s is of %s, and this run's method is %s"
              .formatted(name, learned.type(), chosen.method().id()));
    } else if (!learned.fingerprint().equals(model.fingerprint())) {
      problems.add(
          field,
          "%s was learned with the model %s of the fingerprint %.12s; this run's is %s of %.12s"
              .formatted(
                  name, learned.model(), learned.fingerprint(), model.name(), model.fingerprint()));
    } else if (!Learned.classes(classes.get()).equals(learned.classes())) {
      problems.add(
          field,
          "%s was learned on %s, whose classes are others or in another order"
              .formatted(name, learned.dataset()));
    } else {
      ObjectNode then = OptionJson.MAPPER.valueToTree(learned.method());
      ObjectNode now = OptionJson.tree(chosen.options());
      for (Leaf value : OptionSchema.of(chosen.options().getClass()).leaves()) {
        JsonNode before = at(then, value);
        if (!value.equals(leaf) && !same(before, at(now, value))) {
          problems.add(
              Work.METHOD + "." + value.name(),
              "must be %s, as %s was learned with".formatted(shown(before), name));
        }
      }
    }
  }

  private static JsonNode at(ObjectNode tree, Leaf leaf) {
    return tree.at("/" + leaf.name().replace('.', '/'));
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.asDouble() == other.asDouble()
        : Objects.equals(shown(one), shown(other));
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "absent" : node.asString(node.toString());
  }
}
