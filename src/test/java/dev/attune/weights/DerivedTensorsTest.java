package dev.attune.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedTensorsTest {

  @Test
  void otherValuesGoBackToTheFileTheyAreMadeOf(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("q", manager.arange(6f).reshape(2, 3));
      tensors.put("k", manager.arange(6f, 9f).reshape(1, 3));
      tensors.put("p", manager.arange(6f).reshape(3, 2));
      tensors.put("one", manager.arange(4f).reshape(1, 1, 4));
      tensors.put("rest", manager.arange(5f));
      SafetensorsWriter.write(file, tensors, DataType.FLOAT16);
    }
    Path changed = folder.resolve("b.safetensors");
    Map<String, ByteBuffer> instead = new LinkedHashMap<>();
    try (TensorSource source = made(file)) {
      for (String name : List.of("all", "p", "one")) {
        ByteBuffer values =
            ByteBuffer.allocate((int) source.tensors().get(name).shape().size() * Float.BYTES)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
          values.putFloat((float) Math.sin(1 + values.position() + name.length()));
        }
        instead.putAll(source.unmade(name, values.flip()));
        assertThat(source.file().tensors()).containsKeys("q", "rest");
      }
      assertThat(instead).containsOnlyKeys("q", "k", "p", "one");
      SafetensorsWriter.write(changed, source.file(), instead);
    }
    try (TensorSource before = SafetensorsFile.open(file);
        TensorSource after = SafetensorsFile.open(changed);
        TensorSource source = made(changed)) {
      assertThat(after.tensors().keySet()).containsExactlyElementsOf(before.tensors().keySet());
      assertThat(after.tensors().get("one"))
          .isEqualTo(new TensorInfo(DataType.FLOAT32, new Shape(1, 1, 4)));
      assertThat(after.tensors().get("rest").type()).isEqualTo(DataType.FLOAT16);
      assertThat(after.read("rest")).isEqualTo(before.read("rest"));
      for (String name : List.of("all", "p", "one")) {
        ByteBuffer values = source.read(name);
        for (int at = 0; at < values.remaining(); at += Float.BYTES) {
          assertThat(values.getFloat(at)).isEqualTo((float) Math.sin(1 + at + name.length()));
        }
      }
    }
  }

  private static TensorSource made(Path file) {
    DerivedTensors outer = new DerivedTensors(SafetensorsFile.open(file));
    for (String name : List.of("q", "k", "one", "rest")) {
      outer.rename(name, "module." + name);
    }
    outer.transpose("p", "module.p");
    DerivedTensors inner = new DerivedTensors(outer);
    inner.join(List.of("module.q", "module.k"), "all");
    inner.rename("module.p", "p");
    inner.squeeze("module.one", "one");
    inner.rename("module.rest", "rest");
    return inner;
  }
}
