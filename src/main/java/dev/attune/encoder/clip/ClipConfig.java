package dev.attune.encoder.clip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.model.BlockShapes;
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
 * @param textHidden width of the hidden layer of the text tower's MLPs
 * @param textForm how a text is prepared and read
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
    Activation activation,
    int textHidden,
    TextForm textForm) {

  /** One whose text tower is OpenAI's, with MLPs of the usual width. */
  public ClipConfig(
      VisionConfig vision,
      int resolution,
      int embedDim,
      int contextLength,
      int vocabSize,
      int textWidth,
      int textHeads,
      int textLayers,
      Activation activation) {
    this(
        vision,
        resolution,
        embedDim,
        contextLength,
        vocabSize,
        textWidth,
        textHeads,
        textLayers,
        activation,
        4 * textWidth,
        TextForm.OPENAI);
  }

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
    return infer(source, new Told(activation, widths, null, null, false, TextForm.OPENAI));
  }

  /**
   * What the shapes of a checkpoint's tensors do not tell.
   *
   * @param heads widths of the attention heads
   * @param imageSize R, or null where it is the patches' side times their number
   * @param timm the image tower where it is one of timm's, or null
   * @param mean see {@link VisionConfig.Vit}
   */
  record Told(
      Activation activation,
      HeadWidths heads,
      @Nullable Integer imageSize,
      @Nullable TimmTower timm,
      boolean mean,
      TextForm textForm) {}

  static ClipConfig infer(TensorSource source, Told told) {
    Shape projection = shape(source, "text_projection", 2);
    int textWidth = (int) projection.get(0);
    int embedDim = (int) projection.get(1);
    VisionConfig vision;
    int resolution;
    if (told.timm() != null) {
      vision = told.timm().infer(source);
      resolution = told.timm().resolution();
    } else if (source.tensors().containsKey("visual.proj")) {
      Shape convolution = shape(source, "visual.conv1.weight", 4);
      int width = (int) convolution.get(0);
      int patch = (int) convolution.get(2);
      resolution = resolution(source, "visual.positional_embedding", patch, told.imageSize());
      vision =
          new VisionConfig.Vit(
              width,
              count(source, "visual.transformer.resblocks.%d.ln_1.weight"),
              heads(source, width, told.heads().vision()),
              patch,
              hidden(source, "visual.transformer.resblocks.0", width),
              told.mean());
    } else {
      int width = 2 * (int) shape(source, "visual.conv1.weight", 4).get(0);
      List<Integer> blocks = new ArrayList<>();
      for (int stage = 1; stage <= 4; stage++) {
        blocks.add(count(source, "visual.layer" + stage + ".%d.conv1.weight"));
      }
      resolution = resolution(source, "visual.attnpool.positional_embedding", 32, told.imageSize());
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
        heads(source, textWidth, told.heads().text()),
        count(source, "transformer.resblocks.%d.ln_1.weight"),
        told.activation(),
        hidden(source, "transformer.resblocks.0", textWidth),
        told.textForm());
  }

  /** The side of the input of a network that cuts it into squares and has a position for each. */
  private static int resolution(
      TensorSource source, String positions, int square, @Nullable Integer told) {
    int side = (int) Math.round(Math.sqrt(shape(source, positions, 2).get(0) - 1));
    int resolution = told == null ? square * side : told;
    if (resolution / square != side) {
      throw new WeightsException(
          source.origin(),
          "%s is for pictures of %d pixels, and its configuration says %d"
              .formatted(positions, square * side, resolution));
    }
    return resolution;
  }

  /** Width of the hidden layer of a tower's MLPs. */
  private static int hidden(TensorSource source, String block, int width) {
    String name = block + ".mlp.c_fc.weight";
    return source.tensors().containsKey(name) ? (int) shape(source, name, 2).get(0) : 4 * width;
  }

  /** Every tensor of a CLIP of this shape, by its name in OpenAI's state dictionary. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    vision.shapes(shapes, resolution, embedDim);
    shapes.put("token_embedding.weight", new Shape(vocabSize, textWidth));
    shapes.put("positional_embedding", new Shape(contextLength, textWidth));
    for (int i = 0; i < textLayers; i++) {
      BlockShapes.put(shapes, "transformer.resblocks." + i, textWidth, textHidden);
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
   * @throws IllegalArgumentException when it is another than CLIP's, or the text tower is
   */
  public VisionConfig.Vit transformer() {
    if (vision instanceof VisionConfig.Vit vit && !vit.mean() && !textForm.padded()) {
      return vit;
    }
    throw new IllegalArgumentException(
        "a tower of %s is %s, and DGL's prompts need CLIP's transformers"
            .formatted(
                architecture().orElseGet(vision::outline),
                vision instanceof VisionConfig.ResNet ? "a ResNet" : "of another kind"));
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
