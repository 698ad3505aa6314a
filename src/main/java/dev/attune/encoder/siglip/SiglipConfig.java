package dev.attune.encoder.siglip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.AttentionPooling;
import dev.attune.encoder.clip.ClipParameters;
import dev.attune.model.Activation;
import dev.attune.model.BlockShapes;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shape of a SigLIP. Its tensors have CLIP's names where CLIP has them.
 *
 * @param resolution R, the side of the input picture in pixels
 * @param patch side of a patch in pixels; what is left over at the edges is not seen
 * @param embedDim E, the size of the joint embedding: that of the image tower
 * @param contextLength L, the length to which every text is padded
 * @param projected whether a linear layer follows the text tower
 */
record SiglipConfig(
    int resolution,
    int patch,
    Tower vision,
    int embedDim,
    int contextLength,
    int vocabSize,
    Tower text,
    boolean projected) {
  static final String VISION_BLOCKS = "visual.transformer.resblocks.";
  static final String TEXT_BLOCKS = "transformer.resblocks.";

  /** Far above any real size, and far below an overflow. */
  private static final int MAX_SIZE = 1 << 24;

  /**
   * A transformer.
   *
   * @param hidden width of its MLPs' hidden layers
   * @param epsilon of its normalisations
   */
  record Tower(
      int width, int layers, int heads, int hidden, Activation activation, float epsilon) {}

  /**
   * What the shapes of a tower's tensors do not tell.
   *
   * @param epsilon of its normalisations
   */
  record Told(int heads, Activation activation, float epsilon) {}

  /**
   * Reads the sizes off the tensors' shapes.
   *
   * @throws WeightsException when the tensors are not those of a SigLIP of this resolution
   */
  static SiglipConfig infer(TensorSource source, int resolution, Told vision, Told text) {
    Shape patches = shape(source, "visual.conv1.weight", 4);
    Shape tokens = shape(source, ClipParameters.TABLE, 2);
    boolean projected = source.tensors().containsKey("text_projection.weight");
    int width = (int) patches.get(0);
    return new SiglipConfig(
        resolution,
        (int) patches.get(2),
        tower(source, VISION_BLOCKS, width, vision),
        width,
        (int) shape(source, "positional_embedding", 2).get(0),
        (int) tokens.get(0),
        tower(source, TEXT_BLOCKS, (int) tokens.get(1), text),
        projected);
  }

  private static Tower tower(TensorSource source, String blocks, int width, Told told) {
    if (width % told.heads() != 0) {
      throw new WeightsException(
          source.origin(), "%d heads do not divide the width %d".formatted(told.heads(), width));
    }
    int hidden = (int) shape(source, blocks + "0.mlp.c_fc.weight", 2).get(0);
    int layers = 0;
    while (source.tensors().containsKey(blocks + layers + ".ln_1.weight")) {
      layers++;
    }
    return new Tower(width, layers, told.heads(), hidden, told.activation(), told.epsilon());
  }

  private static Shape shape(TensorSource source, String name, int dimensions) {
    TensorInfo info = source.tensors().get(name);
    if (info == null) {
      throw new WeightsException(source.origin(), "is not a SigLIP: it misses " + name);
    }
    Shape shape = info.shape();
    if (shape.dimension() != dimensions
        || !Arrays.stream(shape.getShape()).allMatch(d -> d > 0 && d <= MAX_SIZE)) {
      throw new WeightsException(source.origin(), "%s has shape %s".formatted(name, shape));
    }
    return shape;
  }

  /** Patches of a picture. */
  long patches() {
    long side = resolution / patch;
    return side * side;
  }

  /** Every tensor of a SigLIP of this shape. */
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("visual.conv1.weight", new Shape(vision.width(), 3, patch, patch));
    shapes.put("visual.conv1.bias", new Shape(vision.width()));
    shapes.put("visual.positional_embedding", new Shape(patches(), vision.width()));
    blocks(shapes, VISION_BLOCKS, vision);
    norm(shapes, "visual.ln_post", vision.width());
    AttentionPooling.shapes(shapes, vision.width(), vision.hidden());
    shapes.put(ClipParameters.TABLE, new Shape(vocabSize, text.width()));
    shapes.put("positional_embedding", new Shape(contextLength, text.width()));
    blocks(shapes, TEXT_BLOCKS, text);
    norm(shapes, "ln_final", text.width());
    if (projected) {
      shapes.put("text_projection.weight", new Shape(embedDim, text.width()));
      shapes.put("text_projection.bias", new Shape(embedDim));
    }
    shapes.put(ClipParameters.SCALE, new Shape());
    shapes.put(Siglip.BIAS, new Shape());
    return shapes;
  }

  private static void blocks(Map<String, Shape> shapes, String name, Tower tower) {
    for (int i = 0; i < tower.layers(); i++) {
      BlockShapes.put(shapes, name + i, tower.width(), tower.hidden());
    }
  }

  private static void norm(Map<String, Shape> shapes, String name, int width) {
    shapes.put(name + ".weight", new Shape(width));
    shapes.put(name + ".bias", new Shape(width));
  }
}
