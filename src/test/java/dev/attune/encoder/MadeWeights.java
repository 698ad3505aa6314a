package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.vision.RgbImage;
import dev.attune.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights and a picture by formulas, so that other libraries can be given the same. */
public final class MadeWeights {
  private MadeWeights() {}

  /** Writes a safetensors file; the folder is made. */
  public static void write(Path folder, String file, Map<String, Shape> shapes) throws IOException {
    Files.createDirectories(folder);
    try (NDManager manager = NDManager.newBaseManager()) {
      SafetensorsWriter.write(folder.resolve(file), tensors(manager, shapes), DataType.FLOAT32);
    }
  }

  /** The weights themselves. */
  public static Map<String, NDArray> tensors(NDManager manager, Map<String, Shape> shapes) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> tensors.put(name, tensor(manager, name, shape)));
    return tensors;
  }

  private static NDArray tensor(NDManager manager, String name, Shape shape) {
    if (name.startsWith("logit_")) {
      return manager.full(shape, name.endsWith("scale") ? 2.5f : -7.25f);
    }
    int start = name.chars().sum() % 97;
    boolean norm = name.contains("norm") || name.contains("ln_");
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      double wave = Math.sin(1.7 * i + 0.013 * i * i % 11 + start);
      values[i] = (float) (norm && name.endsWith("weight") ? 1 + 0.2 * wave : 0.3 * wave);
    }
    return manager.create(values, shape);
  }

  /** A picture of 50 x 40 pixels. */
  public static RgbImage picture() {
    byte[] data = new byte[3 * 50 * 40];
    for (int i = 0; i < data.length; i++) {
      int x = i / 3 % 50;
      int y = i / 150;
      data[i] = (byte) (x * 7 + y * 13 + i % 3 * 50 + x * y % 17 * 5);
    }
    return new RgbImage(50, 40, data);
  }
}
