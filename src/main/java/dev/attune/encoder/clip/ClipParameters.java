package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.ParameterGroups.Placed;
import dev.attune.model.Parameter;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells by their names in OpenAI's state dictionary what a CLIP's tensors are for. */
public final class ClipParameters {
  /** The logarithm of the inverse temperature. */
  public static final String SCALE = "logit_scale";

  /** The embeddings of all tokens. */
  public static final String TABLE = "token_embedding.weight";

  private static final String IMAGE = "visual.";

  /** A transformer's blocks, ConvNeXt's stages, a ResNet's layers, which count from 1. */
  private static final Pattern BLOCK =
      Pattern.compile("(?:blocks|stages)\\.(\\d+)\\.|visual\\.layer(\\d+)\\.");

  /** A ResNet's normalisation that the papers' program leaves out, which goes by names. */
  private static final Pattern SHORTCUT = Pattern.compile("visual\\.layer\\d+.*\\.downsample\\.");

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
    List<Parameter> affine = image.stream().filter(p -> isAffine(p.name(), weights)).toList();
    List<Parameter> text = all.stream().filter(p -> !isImage(p.name())).toList();
    return new ParameterGroups(
        all,
        image,
        image.stream().filter(p -> p.name().matches(".*\\.(weight|bias)")).toList(),
        affine.stream().filter(p -> !SHORTCUT.matcher(p.name()).find()).toList(),
        placed(affine),
        placed(text.stream().filter(p -> isAffine(p.name(), weights)).toList()),
        tensors.stream().filter(p -> isStatistic(p.name())).toList(),
        new Parameter(TABLE, weights.get(TABLE)),
        text.stream().filter(p -> !p.name().equals(TABLE)).toList());
  }

  private static boolean isStatistic(String name) {
    return name.contains(".running_");
  }

  /** The weights of a normalisation are a vector, those of any other layer are not. */
  private static boolean isAffine(String name, Weights weights) {
    String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    NDArray weight = weights.all().get(layer + ".weight");
    return (name.endsWith(".weight") || name.endsWith(".bias"))
        && weight != null
        && weight.getShape().dimension() == 1;
  }

  private static List<Placed> placed(List<Parameter> parameters) {
    int blocks = parameters.stream().mapToInt(p -> block(p.name())).max().orElse(-1) + 1;
    return parameters.stream()
        .map(p -> new Placed(p, (double) block(p.name()) / Math.max(1, blocks)))
        .toList();
  }

  /** The number of a tensor's block or stage, from 0; -1 outside of them. */
  private static int block(String name) {
    Matcher numbered = BLOCK.matcher(name);
    if (!numbered.find()) {
      return -1;
    }
    return numbered.group(1) == null
        ? Integer.parseInt(numbered.group(2)) - 1
        : Integer.parseInt(numbered.group(1));
  }
}
