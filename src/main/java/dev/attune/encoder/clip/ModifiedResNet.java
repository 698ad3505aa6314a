package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.Map;

/**
 * CLIP's modified ResNet (ALGORITHMS 1): a stem of three convolutions, strides by average pooling,
 * an attention pooling head. Letters: B pictures, C channels, H x W the current grid.
 */
final class ModifiedResNet implements VisionTower {
  private static final int EXPANSION = 4;
  private static final int REDUCTION = 32;

  private final VisionConfig.ResNet config;
  private final int resolution;
  private final Weights weights;

  ModifiedResNet(VisionConfig.ResNet config, int resolution, Weights weights) {
    this.config = config;
    this.resolution = resolution;
    this.weights = weights;
  }

  static void shapes(
      Map<String, Shape> shapes, VisionConfig.ResNet c, int resolution, int embedDim) {
    int half = c.width() / 2;
    conv(shapes, "visual.conv1", half, 3, 3);
    bn(shapes, "visual.bn1", half);
    conv(shapes, "visual.conv2", half, half, 3);
    bn(shapes, "visual.bn2", half);
    conv(shapes, "visual.conv3", c.width(), half, 3);
    bn(shapes, "visual.bn3", c.width());
    int in = c.width();
    for (int stage = 0; stage < c.blocks().size(); stage++) {
      int planes = c.width() << stage;
      for (int i = 0; i < c.blocks().get(stage); i++) {
        String name = "visual.layer%d.%d".formatted(stage + 1, i);
        conv(shapes, name + ".conv1", planes, in, 1);
        bn(shapes, name + ".bn1", planes);
        conv(shapes, name + ".conv2", planes, planes, 3);
        bn(shapes, name + ".bn2", planes);
        conv(shapes, name + ".conv3", planes * EXPANSION, planes, 1);
        bn(shapes, name + ".bn3", planes * EXPANSION);
        if (i == 0) {
          conv(shapes, name + ".downsample.0", planes * EXPANSION, in, 1);
          bn(shapes, name + ".downsample.1", planes * EXPANSION);
        }
        in = planes * EXPANSION;
      }
    }
    long grid = resolution / REDUCTION;
    shapes.put("visual.attnpool.positional_embedding", new Shape(grid * grid + 1, in));
    for (String part : new String[] {"k_proj", "q_proj", "v_proj", "c_proj"}) {
      int out = part.equals("c_proj") ? embedDim : in;
      shapes.put("visual.attnpool." + part + ".weight", new Shape(out, in));
      shapes.put("visual.attnpool." + part + ".bias", new Shape(out));
    }
  }

  private static void conv(Map<String, Shape> shapes, String name, int out, int in, int side) {
    shapes.put(name + ".weight", new Shape(out, in, side, side));
  }

  private static void bn(Map<String, Shape> shapes, String name, int channels) {
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      shapes.put(name + "." + part, new Shape(channels));
    }
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization norm) {
    return Scopes.keep(
        () -> {
          NDArray x = stem(images, norm);
          for (int n = 0; n < config.blocks().size(); n++) {
            NDArray y = stage(n, x, norm);
            x.close();
            x = y;
          }
          return attentionPool(x);
        });
  }

  @Override
  public NDList encodeInStages(NDArray images) {
    NDArray x = stem(images, BatchNormalization.RUNNING);
    NDList stages = new NDList();
    for (int n = 0; n < config.blocks().size(); n++) {
      x = stage(n, x, BatchNormalization.RUNNING);
      stages.add(x);
    }
    stages.remove(stages.size() - 1);
    return new NDList(attentionPool(x)).addAll(stages);
  }

  /** The blocks of a stage; all but the first stage halve the grid. */
  private NDArray stage(int number, NDArray x, BatchNormalization norm) {
    return Scopes.keep(
        () -> {
          String name = "visual.layer%d.".formatted(number + 1);
          NDArray y = bottleneck(x, name + 0, number > 0 ? 2 : 1, true, norm);
          for (int i = 1; i < config.blocks().get(number); i++) {
            NDArray next = bottleneck(y, name + i, 1, false, norm);
            y.close();
            y = next;
          }
          return y;
        });
  }

  private NDArray stem(NDArray images, BatchNormalization norm) {
    return Scopes.keep(
        () -> {
          NDArray x = convBnRelu(images, "visual.conv1", "visual.bn1", 2, norm);
          x = convBnRelu(x, "visual.conv2", "visual.bn2", 1, norm);
          return halve(convBnRelu(x, "visual.conv3", "visual.bn3", 1, norm));
        });
  }

  /** A bottleneck block; a stride is an average pooling before the last convolution. */
  private NDArray bottleneck(
      NDArray x, String name, int stride, boolean downsample, BatchNormalization norm) {
    return Scopes.keep(
        () -> {
          NDArray y = convBnRelu(x, name + ".conv1", name + ".bn1", 1, norm);
          y = convBnRelu(y, name + ".conv2", name + ".bn2", 1, norm);
          if (stride > 1) {
            y = halve(y);
          }
          y = conv(y, name + ".conv3", 1);
          y = norm.apply(y, weights, name + ".bn3");
          NDArray shortcut = x;
          if (downsample) {
            shortcut = conv(stride > 1 ? halve(x) : x, name + ".downsample.0", 1);
            shortcut = norm.apply(shortcut, weights, name + ".downsample.1");
          }
          return Activation.relu(y.add(shortcut));
        });
  }

  private NDArray convBnRelu(
      NDArray x, String conv, String bn, int stride, BatchNormalization norm) {
    return Scopes.keep(() -> Activation.relu(norm.apply(conv(x, conv, stride), weights, bn)));
  }

  private NDArray conv(NDArray x, String name, int stride) {
    NDArray weight = weights.get(name + ".weight");
    return Nn.conv2d(x, weight, stride, (int) weight.getShape().get(2) / 2);
  }

  private static NDArray halve(NDArray x) {
    Shape two = new Shape(2, 2);
    return Pool.avgPool2d(x, two, two, new Shape(0, 0), false, true);
  }

  /** The mean of all places asks all places: (B, C, H, W) -> (B, E). */
  private NDArray attentionPool(NDArray x) {
    long b = x.getShape().get(0);
    long c = x.getShape().get(1);
    NDArray places = x.reshape(b, c, -1).swapAxes(1, 2); // (B, HW, C)
    NDArray tokens =
        NDArrays.concat(new NDList(places.mean(new int[] {1}, true), places), 1)
            .add(weights.get("visual.attnpool.positional_embedding"));
    int heads = config.heads();
    float scale = (float) (1 / Math.sqrt((double) c / heads));
    NDArray q = Nn.scale(pool(tokens.get(new NDIndex(":, :1")), "q_proj"), scale);
    NDArray k = pool(tokens, "k_proj");
    NDArray v = pool(tokens, "v_proj");
    NDArray attended =
        heads(q, heads).matMul(heads(k, heads).swapAxes(2, 3)).softmax(-1).matMul(heads(v, heads));
    return pool(attended.transpose(0, 2, 1, 3).reshape(b, c), "c_proj");
  }

  private NDArray pool(NDArray x, String part) {
    String name = "visual.attnpool." + part;
    return Nn.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  /** (B, L, C) -> (B, heads, L, C / heads). */
  private static NDArray heads(NDArray x, int heads) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads).swapAxes(1, 2);
  }

  @Override
  public long widestActivation() {
    return (long) config.width() * resolution * resolution / 4;
  }
}
