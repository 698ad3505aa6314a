package dev.attune.hub;

import dev.attune.encoder.EncoderFamily;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.ClipFamily;
import dev.attune.encoder.siglip.SiglipFamily;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The kinds of models that are computed here. Thread-safe. */
public final class ModelKinds {
  /** All of them; a further family of encoders is one more entry. */
  public static final ModelKinds ALL =
      new ModelKinds(List.of(new ClipFamily(), new SiglipFamily()));

  private final List<EncoderFamily> families;
  private final Map<String, ModelKind> kinds = new LinkedHashMap<>();

  /**
   * @param families of encoders; the first that knows a model takes it
   */
  public ModelKinds(List<EncoderFamily> families) {
    this.families = List.copyOf(families);
    families.forEach(f -> add(new EncoderKind(f)));
    add(new LanguageModelKind());
    add(new CaptionerKind());
    add(new ContextVectorsKind());
    add(new DglKind());
    add(new MemoryKind());
  }

  private void add(ModelKind kind) {
    if (kinds.put(kind.name(), kind) != null) {
      throw new IllegalArgumentException("two kinds of models are called " + kind.name());
    }
  }

  /** The kind of a name; an {@link UnknownKind} where there is none. */
  public ModelKind named(String name) {
    ModelKind kind = kinds.get(name);
    return kind == null ? new UnknownKind(name) : kind;
  }

  /**
   * The kind of a model whose card is missing: DGL, or else each family of encoders is asked.
   *
   * @throws WeightsException when none knows it, with what each said; or the weights cannot be
   *     opened
   */
  public ModelKind recognise(ModelFiles files) {
    if (DglKind.is(files)) {
      return named(DglKind.NAME);
    }
    StringJoiner reasons = new StringJoiner("; ");
    for (EncoderFamily family : families) {
      Optional<String> reason = family.whyNot(files);
      if (reason.isEmpty()) {
        return named(family.id());
      }
      reasons.add("%s: %s".formatted(family.id(), reason.get()));
    }
    try (TensorSource weights = files.open()) {
      throw new WeightsException(
          weights.origin(),
          "is no encoder that is known, and no card says what it is (%s)".formatted(reasons));
    }
  }

  /** Names of the files beside the weights that a model of any kind may have. */
  Set<String> fileNames() {
    return kinds.values().stream()
        .flatMap(k -> k.fileNames().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
