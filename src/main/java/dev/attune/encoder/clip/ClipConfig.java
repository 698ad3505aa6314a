package dev.attune.encoder.clip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a CLIP.
 *
 * @param resolution R, the side of the input picture in pixels
 * @param embedDim E, the size of the joint embedding
 * @param contextLength most tokens of a text
 */
public record ClipConfig(
    VisionConfig vision,
    int resolution,
    int embedDim,
    int contextLength,
    int vocabSize,
    int textWidth,
    int textHeads,
    int textLayers,
    Activation activation) {

  /** Far above any real model's sizes, and far below an overflow. */
  private static final long MAX_SIZE = 1 << 24;

  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "vit 768 x 12 / 32 at 224", "ViT-B/32",
          "vit 768 x 12 / 16 at 224", "ViT-B/16",
          "vit 1024 x 24 / 14 at 224", "ViT-L/14",
          "vit 1024 x 24 / 14 at 336", "ViT-L/14@336px",
          "resnet 64 x [3, 4, 6, 3] at 224", "RN50",
          "resnet 64 x [3, 4, 23, 3] at 224", "RN101",
          "resnet 80 x [4, 6, 10, 6] at 288", "RN50x4",
          "resnet 96 x [6, 8, 18, 8] at 384", "RN50x16",
          "resnet 128 x [3, 15, 36, 10] at 448", "RN50x64");

  /**
   * Reads the sizes off the tensors' shapes, as OpenAI's checkpoints want it: heads are width/64,
   * and the ResNet's pooling heads width*32/64.
   *
   * @throws WeightsException when the tensors are not those of a CLIP
   */
  public static ClipConfig infer(TensorSource source, Activation activation) {
    return infer(source, activation, HeadWidths.STANDARD);
  }

  static ClipConfig infer(TensorSource source, Activation activation, HeadWidths widths) {
    return infer(source, activation, widths, null);
  }

  static ClipConfig infer(
      TensorSource source, Activation activation, HeadWidths widths, @Nullable TimmTower timm) {
    Shape projection = shape(source, "text_projection", 2);
    int textWidth = (int) projection.get(0);
    int embedDim = (int) projection.get(1);
    VisionConfig vision;
    int resolution;
    if (timm != null) {
      vision = timm.infer(source);
      resolution = timm.resolution();
    } else if (source.tensors().containsKey("visual.proj")) {
      Shape convolution = shape(source, "visual.conv1.weight", 4);
      int width = (int) convolution.get(0);
      int patch = (int) convolution.get(2);
      int layers = count(source, "visual.transformer.resblocks.%d.ln_1.weight");
      long positions = shape(source, "visual.positional_embedding", 2).get(0);
      resolution = patch * (int) Math.round(Math.sqrt(positions - 1));
      vision = new VisionConfig.Vit(width, layers, heads(source, width, widths.vision()), patch);
    } else {
      int width = 2 * (int) shape(source, "visual.conv1.weight", 4).get(0);
      List<Integer> blocks = new ArrayList<>();
      for (int stage = 1; stage <= 4; stage++) {
        blocks.add(count(source, "visual.layer" + stage + ".%d.conv1.weight"));
      }
      long positions = shape(source, "visual.attnpool.positional_embedding", 2).get(0);
      resolution = 32 * (int) Math.round(Math.sqrt(positions - 1));
      vision =
          new VisionConfig.ResNet(
              width, blocks, heads(source, 32 * width, HeadWidths.STANDARD.vision()));
    }
    return new ClipConfig(
        vision,
        resolution,
        embedDim,
        (int) shape(source, "positional_embedding", 2).get(0),
        (int) shape(source, "token_embedding.weight", 2).get(0),
        textWidth,
        heads(source, textWidth, widths.text()),
        count(source, "transformer.resblocks.%d.ln_1.weight"),
        activation);
  }

  /** Every tensor of a CLIP of this shape, by its name in OpenAI's state dictionary. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    vision.shapes(shapes, resolution, embedDim);
    shapes.put("token_embedding.weight", new Shape(vocabSize, textWidth));
    shapes.put("positional_embedding", new Shape(contextLength, textWidth));
    for (int i = 0; i < textLayers; i++) {
      TransformerBlock.shapes(shapes, "transformer.resblocks." + i, textWidth);
    }
    shapes.put("ln_final.weight", new Shape(textWidth));
    shapes.put("ln_final.bias", new Shape(textWidth));
    shapes.put("text_projection", new Shape(textWidth, embedDim));
    shapes.put("logit_scale", new Shape());
    return shapes;
  }

  /** OpenAI's name of its image tower (Radford et al. 2021, tables 19 and 20); empty for others. */
  public Optional<String> architecture() {
    return Optional.ofNullable(ARCHITECTURES.get(vision.outline() + " at " + resolution));
  }

  /**
   * The shape of an image tower that is a transformer, as prompts in its layers need it.
   *
   * @throws IllegalArgumentException when it is a ResNet
   */
  public VisionConfig.Vit transformer() {
    if (vision instanceof VisionConfig.Vit vit) {
      return vit;
    }
    throw new IllegalArgumentException(
        "the image tower of %s is a ResNet, and DGL's prompts need transformer blocks"
            .formatted(architecture().orElseGet(vision::outline)));
  }

  private static int heads(TensorSource source, int width, int headWidth) {
    int heads = Math.max(1, width / headWidth);
    if (width % heads != 0) {
      throw new WeightsException(
          source.origin(), "heads of width %d do not divide %d".formatted(headWidth, width));
    }
    return heads;
  }

  static Shape shape(TensorSource source, String name, int dimensions) {
    TensorInfo info = source.tensors().get(name);
    if (info == null) {
      throw new WeightsException(source.origin(), "is not a CLIP: it misses " + name);
    }
    boolean sane = Arrays.stream(info.shape().getShape()).allMatch(d -> d > 0 && d <= MAX_SIZE);
    if (info.shape().dimension() != dimensions || !sane) {
      throw new WeightsException(source.origin(), "%s has shape %s".formatted(name, info.shape()));
    }
    return info.shape();
  }

  static int count(TensorSource source, String pattern) {
    int n = 0;
    while (source.tensors().containsKey(pattern.formatted(n))) {
      n++;
    }
    return n;
  }
}
