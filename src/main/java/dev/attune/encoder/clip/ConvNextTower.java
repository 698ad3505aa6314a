package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.attune.model.Activation;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.Map;

/**
 * ConvNeXt (Liu et al. 2022, arXiv 2201.03545) as timm has it, with OpenCLIP's projection. Letters:
 * B pictures, C channels, H x W the current grid, E embedding.
 */
final class ConvNextTower implements VisionTower {
  static final String TRUNK = "visual.trunk.";
  private static final int STEM = 4;
  private static final int KERNEL = 7;

  private final VisionConfig.ConvNext config;
  private final int resolution;
  private final Weights weights;

  ConvNextTower(VisionConfig.ConvNext config, int resolution, Weights weights) {
    this.config = config;
    this.resolution = resolution;
    this.weights = weights;
  }

  static void shapes(Map<String, Shape> shapes, VisionConfig.ConvNext c, int embedDim) {
    both(shapes, TRUNK + "stem.0", new Shape(c.width(), 3, STEM, STEM));
    both(shapes, TRUNK + "stem.1", new Shape(c.width()));
    int channels = c.width();
    for (int stage = 0; stage < c.blocks().size(); stage++) {
      String name = TRUNK + "stages." + stage;
      if (stage > 0) {
        both(shapes, name + ".downsample.0", new Shape(channels));
        both(shapes, name + ".downsample.1", new Shape(2 * channels, channels, 2, 2));
        channels *= 2;
      }
      for (int i = 0; i < c.blocks().get(stage); i++) {
        String block = name + ".blocks." + i;
        shapes.put(block + ".gamma", new Shape(channels));
        both(shapes, block + ".conv_dw", new Shape(channels, 1, KERNEL, KERNEL));
        both(shapes, block + ".norm", new Shape(channels));
        both(shapes, block + ".mlp.fc1", new Shape(4 * channels, channels));
        both(shapes, block + ".mlp.fc2", new Shape(channels, 4 * channels));
      }
    }
    both(shapes, TRUNK + "head.norm", new Shape(channels));
    if (c.mlp()) {
      both(shapes, "visual.head.mlp.fc1", new Shape(2L * embedDim, channels));
      shapes.put("visual.head.mlp.fc2.weight", new Shape(embedDim, 2L * embedDim));
    } else {
      shapes.put("visual.head.proj.weight", new Shape(embedDim, channels));
    }
  }

  static void both(Map<String, Shape> shapes, String name, Shape weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new Shape(weight.get(0)));
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization none) {
    return Scopes.keep(() -> encodeInStages(images).get(0));
  }

  @Override
  public NDList encodeInStages(NDArray images) {
    NDArray x =
        Scopes.keep(() -> normOfChannels(conv(images, TRUNK + "stem.0", STEM), TRUNK + "stem.1"));
    NDList stages = new NDList();
    for (int n = 0; n < config.blocks().size(); n++) {
      x = stage(n, x);
      stages.add(x);
    }
    stages.remove(stages.size() - 1);
    return new NDList(head(x)).addAll(stages);
  }

  /** All but the first stage halve the grid before their blocks. */
  private NDArray stage(int number, NDArray x) {
    return Scopes.keep(
        () -> {
          String name = TRUNK + "stages." + number;
          NDArray y = x;
          if (number > 0) {
            y = conv(normOfChannels(x, name + ".downsample.0"), name + ".downsample.1", 2);
          }
          for (int i = 0; i < config.blocks().get(number); i++) {
            y = block(y, name + ".blocks." + i);
          }
          return y;
        });
  }

  /** Each channel looks around itself, then an MLP at each place: (B, C, H, W), and out alike. */
  private NDArray block(NDArray x, String name) {
    return Scopes.keep(
        () -> {
          int pad = KERNEL / 2;
          NDArray around =
              Conv2d.conv2d(
                      x,
                      weights.get(name + ".conv_dw.weight"),
                      weights.get(name + ".conv_dw.bias"),
                      new Shape(1, 1),
                      new Shape(pad, pad),
                      new Shape(1, 1),
                      (int) x.getShape().get(1))
                  .singletonOrThrow();
          NDArray y = norm(around.transpose(0, 2, 3, 1), name + ".norm");
          y = linear(Activation.GELU.apply(linear(y, name + ".mlp.fc1")), name + ".mlp.fc2");
          return y.mul(weights.get(name + ".gamma")).transpose(0, 3, 1, 2).add(x);
        });
  }

  /** The mean of all places, projected: (B, C, H, W) -> (B, E). */
  private NDArray head(NDArray x) {
    return Scopes.keep(
        () -> {
          NDArray places = x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
          NDArray y = norm(places.mean(new int[] {2}), TRUNK + "head.norm");
          if (!config.mlp()) {
            return Nn.linear(y, weights.get("visual.head.proj.weight"), null);
          }
          NDArray hidden = Activation.GELU.apply(linear(y, "visual.head.mlp.fc1"));
          return Nn.linear(hidden, weights.get("visual.head.mlp.fc2.weight"), null);
        });
  }

  private NDArray normOfChannels(NDArray x, String name) {
    return norm(x.transpose(0, 2, 3, 1), name).transpose(0, 3, 1, 2);
  }

  private NDArray norm(NDArray x, String name) {
    return Nn.layerNorm(
        x, weights.get(name + ".weight"), weights.get(name + ".bias"), config.epsilon());
  }

  private NDArray linear(NDArray x, String name) {
    return Nn.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  private NDArray conv(NDArray x, String name, int stride) {
    Shape channels = new Shape(1, -1, 1, 1);
    return Nn.conv2d(x, weights.get(name + ".weight"), stride, 0)
        .add(weights.get(name + ".bias").reshape(channels));
  }

  @Override
  public long widestActivation() {
    return 4L * config.width() * resolution * resolution / (STEM * STEM);
  }
}
