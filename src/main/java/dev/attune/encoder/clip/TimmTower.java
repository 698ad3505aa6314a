package dev.attune.encoder.clip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.VisionConfig.Eva.Kind;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An image tower of timm's that OpenCLIP's configuration names.
 *
 * @param name timm's
 * @param resolution R, the side of the input picture in pixels
 */
record TimmTower(String name, int resolution) {
  private static final String TRUNK = ConvNextTower.TRUNK;
  private static final Pattern CONVNEXT = Pattern.compile("convnext_(base|large|xxlarge)");
  private static final Pattern EVA =
      Pattern.compile("eva(_giant|02_base|02_large|02_enormous)_patch\\d+(_clip)?_\\d+");

  private static final Pattern PE =
      Pattern.compile("vit_pe_core_(tiny|small|base|large|gigantic)_patch(\\d+)_(\\d+)");

  /** In timm's eva.py. */
  private static final Map<String, Integer> PE_HEADS =
      Map.of("tiny", 3, "small", 6, "base", 12, "large", 16, "gigantic", 16);

  /** The tensors under the names that {@link VisionConfig#shapes} has for this tower. */
  TensorSource named(TensorSource source) {
    return PE.matcher(name).matches() ? TimmNames.renamed(source) : source;
  }

  static boolean isIn(TensorSource source) {
    return source.tensors().keySet().stream().anyMatch(n -> n.startsWith(TRUNK));
  }

  /**
   * Reads the sizes off the tensors' shapes.
   *
   * @throws WeightsException when it is a tower that is not computed here
   */
  VisionConfig infer(TensorSource source) {
    if (CONVNEXT.matcher(name).matches()) {
      return convNext(source);
    }
    if (EVA.matcher(name).matches()) {
      return eva(source);
    }
    Matcher pe = PE.matcher(name);
    if (pe.matches()) {
      return pe(source, pe);
    }
    throw new WeightsException(
        OpenClipConfig.FILE, "asks for the image tower %s, which is not supported".formatted(name));
  }

  private VisionConfig convNext(TensorSource source) {
    List<Integer> blocks =
        IntStream.range(0, 4)
            .mapToObj(s -> ClipConfig.count(source, TRUNK + "stages." + s + ".blocks.%d.gamma"))
            .toList();
    return new VisionConfig.ConvNext(
        (int) ClipConfig.shape(source, TRUNK + "stem.0.weight", 4).get(0),
        blocks,
        source.tensors().containsKey("visual.head.mlp.fc1.weight"),
        name.endsWith("xxlarge") ? 1e-5f : 1e-6f); // in timm's convnext.py
  }

  private static VisionConfig pe(TensorSource source, Matcher name) {
    Shape patches = ClipConfig.shape(source, "visual.conv1.weight", 4);
    return new VisionConfig.Pe(
        (int) patches.get(0),
        ClipConfig.count(source, "visual.transformer.resblocks.%d.ln_1.weight"),
        Objects.requireNonNull(PE_HEADS.get(name.group(1))),
        (int) ClipConfig.shape(source, "visual.transformer.resblocks.0.mlp.c_fc.weight", 2).get(0),
        (int) patches.get(2),
        (int) ClipConfig.shape(source, "visual.attnpool.mlp.c_fc.weight", 2).get(0),
        !name.group(1).equals("gigantic"),
        Integer.parseInt(name.group(3)) / Integer.parseInt(name.group(2)));
  }

  private VisionConfig eva(TensorSource source) {
    boolean gated = source.tensors().containsKey(TRUNK + "blocks.0.mlp.fc1_g.weight");
    Shape patches = ClipConfig.shape(source, TRUNK + "patch_embed.proj.weight", 4);
    String hidden = TRUNK + (gated ? "blocks.0.mlp.fc1_g.weight" : "blocks.0.mlp.fc1.weight");
    boolean after = name.contains("enormous");
    return new VisionConfig.Eva(
        (int) patches.get(0),
        ClipConfig.count(source, TRUNK + "blocks.%d.norm1.weight"),
        name.contains("base") ? 12 : 16, // in timm's eva.py
        (int) ClipConfig.shape(source, hidden, 2).get(0),
        (int) patches.get(2),
        gated ? Kind.GATED : after ? Kind.POST_NORM : Kind.PLAIN);
  }
}
