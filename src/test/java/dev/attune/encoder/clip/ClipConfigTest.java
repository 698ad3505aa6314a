package dev.attune.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClipConfigTest {

  /** The published models (Radford et al. 2021, tables 19 and 20). */
  static Stream<Arguments> published() {
    return Stream.of(
        resNet("RN50", 1024, 224, 64, List.of(3, 4, 6, 3), 32, 512, 8),
        resNet("RN101", 512, 224, 64, List.of(3, 4, 23, 3), 32, 512, 8),
        resNet("RN50x4", 640, 288, 80, List.of(4, 6, 10, 6), 40, 640, 10),
        resNet("RN50x16", 768, 384, 96, List.of(6, 8, 18, 8), 48, 768, 12),
        resNet("RN50x64", 1024, 448, 128, List.of(3, 15, 36, 10), 64, 1024, 16),
        vit("ViT-B/32", 512, 224, 768, 12, 12, 32, 512, 8),
        vit("ViT-B/16", 512, 224, 768, 12, 12, 16, 512, 8),
        vit("ViT-L/14", 768, 224, 1024, 24, 16, 14, 768, 12),
        vit("ViT-L/14@336", 768, 336, 1024, 24, 16, 14, 768, 12));
  }

  private static Arguments resNet(
      String name,
      int embed,
      int resolution,
      int width,
      List<Integer> blocks,
      int heads,
      int textWidth,
      int textHeads) {
    return Arguments.of(
        name,
        new ClipConfig(
            new VisionConfig.ResNet(width, blocks, heads),
            resolution,
            embed,
            77,
            49408,
            textWidth,
            textHeads,
            12,
            Activation.QUICK_GELU));
  }

  private static Arguments vit(
      String name,
      int embed,
      int resolution,
      int width,
      int layers,
      int heads,
      int patch,
      int textWidth,
      int textHeads) {
    return Arguments.of(
        name,
        new ClipConfig(
            new VisionConfig.Vit(width, layers, heads, patch),
            resolution,
            embed,
            77,
            49408,
            textWidth,
            textHeads,
            12,
            Activation.QUICK_GELU));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void sizesAreReadOffTheShapes(String name, ClipConfig config) {
    assertThat(ClipConfig.infer(source(config.shapes()), Activation.QUICK_GELU)).isEqualTo(config);
  }

  @Test
  void otherHeadsComeFromTheConfiguration() {
    ClipConfig huge =
        new ClipConfig(
            new VisionConfig.Vit(1280, 32, 16, 14),
            224,
            1024,
            77,
            49408,
            1024,
            16,
            24,
            Activation.GELU);
    assertThat(ClipConfig.infer(source(huge.shapes()), Activation.GELU, new HeadWidths(80, 64)))
        .isEqualTo(huge);
  }

  @Test
  void absurdSizesAreRefused() {
    ClipConfig config = (ClipConfig) published().toList().get(5).get()[1];
    Map<String, Shape> shapes = new LinkedHashMap<>(config.shapes());
    shapes.put("visual.conv1.weight", new Shape(768, 3, 0, 0));
    assertThatThrownBy(() -> ClipConfig.infer(source(shapes), Activation.GELU))
        .isInstanceOf(WeightsException.class)
        .hasMessage("test: visual.conv1.weight has shape (768, 3, 0, 0)");
    shapes.putAll(config.shapes());
    shapes.put("text_projection", new Shape(100, 512));
    assertThatThrownBy(
            () -> ClipConfig.infer(source(shapes), Activation.GELU, new HeadWidths(64, 30)))
        .hasMessage("test: heads of width 30 do not divide 100");
  }

  private static TensorSource source(Map<String, Shape> shapes) {
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> tensors.put(name, new TensorInfo(DataType.FLOAT16, shape)));
    return new TensorSource() {
      @Override
      public String origin() {
        return "test";
      }

      @Override
      public Map<String, TensorInfo> tensors() {
        return tensors;
      }

      @Override
      public ByteBuffer read(String name) {
        throw new AssertionError("only shapes are looked at");
      }

      @Override
      public void close() {}
    };
  }
}
