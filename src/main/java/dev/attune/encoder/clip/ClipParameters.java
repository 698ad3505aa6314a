package dev.attune.encoder.clip;

import dev.attune.encoder.ParameterGroups;
import dev.attune.model.Parameter;
import dev.attune.weights.Weights;
import java.util.Arrays;
import java.util.List;

/** Tells by their names in OpenAI's state dictionary what a CLIP's tensors are for. */
public final class ClipParameters {
  /** The logarithm of the inverse temperature. */
  public static final String SCALE = "logit_scale";

  /** The embeddings of all tokens. */
  public static final String TABLE = "token_embedding.weight";

  private static final String IMAGE = "visual.";

  private ClipParameters() {}

  /** Whether a tensor belongs to the image tower. */
  static boolean isImage(String name) {
    return name.startsWith(IMAGE);
  }

  /** The groups of a model whose tensors have these names, whatever its family. */
  public static ParameterGroups of(Weights weights) {
    List<Parameter> tensors =
        weights.all().entrySet().stream()
            .map(e -> new Parameter(e.getKey(), e.getValue()))
            .toList();
    List<Parameter> all = tensors.stream().filter(p -> !isStatistic(p.name())).toList();
    List<Parameter> image = all.stream().filter(p -> isImage(p.name())).toList();
    return new ParameterGroups(
        all,
        image,
        image.stream().filter(p -> isNormalisation(p.name())).toList(),
        tensors.stream().filter(p -> isStatistic(p.name())).toList(),
        new Parameter(TABLE, weights.get(TABLE)),
        all.stream().filter(p -> !isImage(p.name()) && !p.name().equals(TABLE)).toList());
  }

  private static boolean isStatistic(String name) {
    return name.contains(".running_");
  }

  /**
   * As in the reference program these are the layers called {@code ln_*} and {@code bn*}: the one
   * in a ResNet's shortcut is not among them.
   */
  private static boolean isNormalisation(String name) {
    return Arrays.stream(name.split("\\."))
        .anyMatch(part -> part.startsWith("ln_") || part.startsWith("bn"));
  }
}
