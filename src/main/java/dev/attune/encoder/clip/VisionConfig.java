package dev.attune.encoder.clip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.TowerKind;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.Map;

/** The shape of an image tower. */
public sealed interface VisionConfig {

  /** Adds the tower's tensors to the list of what a checkpoint must hold. */
  void shapes(Map<String, Shape> shapes, int resolution, int embedDim);

  /** Its sizes in words; heads aside, which follow from them in all published models. */
  String outline();

  /** What kind of network it is. */
  default TowerKind kindOfTower() {
    return this instanceof ResNet
        ? TowerKind.RESNET
        : this instanceof ConvNext ? TowerKind.CONVNEXT : TowerKind.TRANSFORMER;
  }

  /** Builds the tower over its weights. */
  VisionTower tower(ClipConfig clip, Weights weights);

  /**
   * A vision transformer.
   *
   * @param patch side of a patch in pixels
   * @param hidden width of its MLPs' hidden layers
   * @param mean whether the mean of the patches is the picture's, and nothing is normalised before
   *     the first layer, as CLIPA has it
   */
  record Vit(int width, int layers, int heads, int patch, int hidden, boolean mean)
      implements VisionConfig {
    /** CLIP's, with MLPs of the usual width. */
    public Vit(int width, int layers, int heads, int patch) {
      this(width, layers, heads, patch, 4 * width, false);
    }

    @Override
    public void shapes(Map<String, Shape> shapes, int resolution, int embedDim) {
      VisionTransformer.shapes(shapes, this, resolution, embedDim);
    }

    @Override
    public String outline() {
      return "vit%s %d x %d / %d".formatted(mean ? " mean" : "", width, layers, patch);
    }

    @Override
    public VisionTower tower(ClipConfig clip, Weights weights) {
      return new VisionTransformer(this, weights, clip.activation());
    }
  }

  /**
   * A ConvNeXt of timm's.
   *
   * @param width channels after the stem
   * @param blocks blocks of each stage
   * @param mlp whether an MLP projects its output, and not a matrix
   * @param epsilon of its normalisations
   */
  record ConvNext(int width, List<Integer> blocks, boolean mlp, float epsilon)
      implements VisionConfig {
    public ConvNext {
      blocks = List.copyOf(blocks);
    }

    @Override
    public void shapes(Map<String, Shape> shapes, int resolution, int embedDim) {
      ConvNextTower.shapes(shapes, this, embedDim);
    }

    @Override
    public String outline() {
      return "convnext %d x %s".formatted(width, blocks);
    }

    @Override
    public VisionTower tower(ClipConfig clip, Weights weights) {
      return new ConvNextTower(this, clip.resolution(), weights);
    }
  }

  /**
   * EVA-CLIP's vision transformer.
   *
   * @param hidden width of its MLPs' hidden layers
   * @param patch side of a patch in pixels
   */
  record Eva(int width, int layers, int heads, int hidden, int patch, Kind kind)
      implements VisionConfig {
    /** What its blocks are. */
    public enum Kind {
      /** EVA-01's: normalised before. */
      PLAIN,
      /** The largest EVA-02's: normalised after. */
      POST_NORM,
      /** The others': a gated MLP, rotary positions, and normalisations within. */
      GATED
    }

    @Override
    public void shapes(Map<String, Shape> shapes, int resolution, int embedDim) {
      EvaTower.shapes(shapes, this, resolution, embedDim);
    }

    @Override
    public String outline() {
      return "eva %s %d x %d / %d".formatted(kind, width, layers, patch);
    }

    @Override
    public VisionTower tower(ClipConfig clip, Weights weights) {
      return new EvaTower(this, clip.resolution(), weights);
    }
  }

  /**
   * The Perception Encoder's vision transformer.
   *
   * @param hidden width of its MLPs' hidden layers
   * @param patch side of a patch in pixels
   * @param poolHidden width of the hidden layer of its pooling's MLP
   * @param classToken whether one stands before the patches, whose places then begin with 1
   * @param reference patches a side of the pictures that the rotation's angles are for
   */
  record Pe(
      int width,
      int layers,
      int heads,
      int hidden,
      int patch,
      int poolHidden,
      boolean classToken,
      int reference)
      implements VisionConfig {
    @Override
    public void shapes(Map<String, Shape> shapes, int resolution, int embedDim) {
      PeTower.shapes(shapes, this, resolution, embedDim);
    }

    @Override
    public String outline() {
      return "pe %d x %d / %d".formatted(width, layers, patch);
    }

    @Override
    public VisionTower tower(ClipConfig clip, Weights weights) {
      return new PeTower(this, clip.resolution(), weights);
    }
  }

  /**
   * CLIP's modified ResNet.
   *
   * @param width channels after the stem
   * @param blocks blocks of each of the four stages
   * @param heads of the attention pooling
   */
  record ResNet(int width, List<Integer> blocks, int heads) implements VisionConfig {
    public ResNet {
      blocks = List.copyOf(blocks);
    }

    @Override
    public void shapes(Map<String, Shape> shapes, int resolution, int embedDim) {
      ModifiedResNet.shapes(shapes, this, resolution, embedDim);
    }

    @Override
    public String outline() {
      return "resnet %d x %s".formatted(width, blocks);
    }

    @Override
    public VisionTower tower(ClipConfig clip, Weights weights) {
      return new ModifiedResNet(this, clip.resolution(), weights);
    }
  }
}
