package dev.attune.encoder.video;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.BlockShapes;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shape of DGL's prompts (ALGORITHMS 5).
 *
 * @param layers P, how many layers have prompts of their own
 * @param width W, of the image tower
 * @param textWidth of the text tower
 * @param globals G, global prompts of a video
 * @param framePrompts F, prompts of a frame
 * @param textPrompts of a text, the half of them behind its start, the other behind its end
 * @param frames T, frames of a video; 0 for any number
 * @param blocks transformer blocks that all prompts go through; none in the linear form
 */
public record DglConfig(
    DglForm form,
    int layers,
    int width,
    int textWidth,
    int globals,
    int framePrompts,
    int textPrompts,
    int frames,
    int blocks) {
  private static final int GLOBALS = 4;
  private static final int FRAME_PROMPTS = 4;
  private static final int TEXT_PROMPTS = 8;
  private static final int HEAD_WIDTH = 64;

  /**
   * The paper's prompts for a CLIP.
   *
   * @param frames T; the linear form takes any number all the same
   * @throws IllegalArgumentException when the image tower is a ResNet
   */
  public static DglConfig of(DglForm form, ClipConfig clip, int frames) {
    VisionConfig.Vit vit = clip.transformer();
    return new DglConfig(
        form,
        Math.max(clip.textLayers(), vit.layers()),
        vit.width(),
        clip.textWidth(),
        GLOBALS,
        FRAME_PROMPTS,
        TEXT_PROMPTS,
        form == DglForm.LINEAR ? 0 : frames,
        form == DglForm.LINEAR ? 0 : 1);
  }

  /**
   * Reads form and sizes off the tensors' shapes, with the paper's numbers of prompts of a frame
   * and of a text, which in the transformer form no shape tells.
   *
   * @throws WeightsException when the tensors are not DGL's
   */
  public static DglConfig infer(TensorSource source) {
    return infer(source, FRAME_PROMPTS, TEXT_PROMPTS);
  }

  static DglConfig infer(TensorSource source, int framePrompts, int textPrompts) {
    Shape globals = shape(source, DglNames.GLOBALS, 3);
    int width = (int) globals.get(2);
    if (source.tensors().containsKey(DglNames.TABLE)) {
      Shape table = shape(source, DglNames.TABLE, 2);
      long rows = table.get(0) - textPrompts;
      if (rows < framePrompts || rows % framePrompts != 0) {
        throw new WeightsException(
            source.origin(),
            "%s has %d rows, which is not %d and %d for each frame"
                .formatted(DglNames.TABLE, table.get(0), textPrompts, framePrompts));
      }
      return new DglConfig(
          DglForm.TRANSFORMER,
          layers(source, DglNames.TABLE, table.get(1), width),
          width,
          (int) shape(source, DglNames.MLP + ".c_proj.weight", 2).get(0),
          (int) globals.get(1),
          framePrompts,
          textPrompts,
          (int) (rows / framePrompts),
          blocks(source));
    }
    Shape prompts = shape(source, DglNames.PROMPTS, 3);
    return new DglConfig(
        DglForm.LINEAR,
        layers(source, DglNames.PROMPTS, prompts.get(2), width),
        width,
        (int) shape(source, DglNames.PREFIX + ".weight", 2).get(0),
        (int) globals.get(1),
        (int) prompts.get(1),
        2 * (int) prompts.get(1),
        0,
        0);
  }

  /**
   * The same with prompts for another number of layers.
   *
   * @param wanted P; 0 for no other
   */
  public DglConfig withLayers(int wanted) {
    return new DglConfig(
        form,
        wanted == 0 ? layers : wanted,
        width,
        textWidth,
        globals,
        framePrompts,
        textPrompts,
        frames,
        blocks);
  }

  /** Every tensor of such prompts, under its published name. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    long all = (long) layers * width;
    shapes.put(DglNames.GLOBALS, new Shape(1, globals, width));
    if (form == DglForm.TRANSFORMER) {
      shapes.put(DglNames.TABLE, new Shape(textPrompts + (long) framePrompts * frames, all));
      for (int i = 0; i < blocks; i++) {
        BlockShapes.put(shapes, DglNames.BLOCK + i, width);
      }
      linear(shapes, DglNames.MLP + ".c_fc", 2L * width, width);
      linear(shapes, DglNames.MLP + ".c_proj", textWidth, 2L * width);
    } else {
      shapes.put(DglNames.PROMPTS, new Shape(1, framePrompts, all));
      linear(shapes, DglNames.PREFIX, textWidth, width);
      linear(shapes, DglNames.POSTFIX, textWidth, width);
    }
    return shapes;
  }

  /** How many numbers learn. */
  public long size() {
    return shapes().values().stream().mapToLong(Shape::size).sum();
  }

  /** What share of a frozen CLIP's numbers that is. */
  public double share(ClipConfig clip) {
    return (double) size() / clip.shapes().values().stream().mapToLong(Shape::size).sum();
  }

  /** Heads of the blocks that prompts go through. */
  int heads() {
    return Math.max(1, width / HEAD_WIDTH);
  }

  /**
   * Throws unless the prompts are for such a CLIP.
   *
   * @throws IllegalArgumentException that names the size which differs
   */
  void check(ClipConfig clip) {
    DglConfig wanted = of(form, clip, frames);
    require("of width %d for the image tower", width, wanted.width);
    require("of width %d for the text tower", textWidth, wanted.textWidth);
    int imageLayers = clip.transformer().layers();
    if (layers < imageLayers) {
      throw new IllegalArgumentException(
          "the prompts are for %d layers, and the image tower has %d"
              .formatted(layers, imageLayers));
    }
  }

  /**
   * Throws unless a video may have so many frames.
   *
   * @throws IllegalArgumentException when the prompts are for another number
   */
  public void checkFrames(long wanted) {
    if (frames != 0 && frames != wanted) {
      throw new IllegalArgumentException(
          "the transformer form has prompts for %d frames a video, not for %d"
              .formatted(frames, wanted));
    }
  }

  private static void require(String what, int is, int wanted) {
    if (is != wanted) {
      throw new IllegalArgumentException(
          "the prompts are %s, which is %d wide".formatted(what.formatted(is), wanted));
    }
  }

  private static void linear(Map<String, Shape> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new Shape(out, in));
    shapes.put(name + ".bias", new Shape(out));
  }

  private static int blocks(TensorSource source) {
    int blocks = 0;
    while (source.tensors().containsKey(DglNames.BLOCK + blocks + ".ln_1.weight")) {
      blocks++;
    }
    return Math.max(1, blocks); // without any, the first one's tensors are what is missing
  }

  private static int layers(TensorSource source, String name, long all, int width) {
    if (all % width != 0) {
      throw new WeightsException(
          source.origin(), "%s is %d wide, no multiple of %d".formatted(name, all, width));
    }
    return (int) (all / width);
  }

  private static Shape shape(TensorSource source, String name, int dimensions) {
    TensorInfo info = source.tensors().get(name);
    if (info == null) {
      throw new WeightsException(source.origin(), "holds no prompts of DGL: it misses " + name);
    }
    if (info.shape().dimension() != dimensions || info.shape().size() == 0) {
      throw new WeightsException(source.origin(), "%s has shape %s".formatted(name, info.shape()));
    }
    return info.shape();
  }
}
