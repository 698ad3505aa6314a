package dev.attune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that PyTorch itself wrote, see the README beside them. */
class TorchFileTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");

  @ParameterizedTest
  @ValueSource(strings = {"state_dict.pt", "script.pt", "wrapped.pt"})
  void valuesAreThoseThatWereSaved(String file) throws IOException {
    check(file, file);
  }

  @Test
  void theFormBeforeZipFilesHoldsTheSame() throws IOException {
    check("legacy.pt", "state_dict.pt");
  }

  @Test
  void aCheckpointOfCoOpHoldsItsContextBesideAnOptimiser() throws IOException {
    try (TorchFile source = TorchFile.open(FOLDER.resolve("coop.pth.tar"))) {
      assertThat(source.tensors()).containsOnlyKeys("ctx", "token_prefix", "token_suffix");
      compare(source, "ctx", expected("coop.pth.tar").get("ctx"));
    }
  }

  /** As {@code torch.compile} and {@code DataParallel} leave it in a training's checkpoint. */
  @ParameterizedTest
  @CsvSource({
    "state_dict, module.",
    "model_state_dict, _orig_mod.",
    "model, _orig_mod.module.",
    "module, ''"
  })
  void aTrainingsCheckpointIsUnwrapped(String key, String prefix, @TempDir Path folder)
      throws IOException {
    String plain = TestArchives.oneTensor(4, 1, TestArchives.tuple(3), TestArchives.tuple(1));
    String start = "\u0080\u0002}";
    String tensors =
        plain
            .substring(start.length(), plain.length() - 1)
            .replace(TestArchives.text("w"), TestArchives.text(prefix + "w"));
    String pickle =
        start
            + TestArchives.text("epoch")
            + TestArchives.number(3)
            + "s"
            + TestArchives.text(key)
            + "}"
            + tensors
            + "s.";
    try (TensorSource source =
        WeightFiles.open(TestArchives.archive(folder.resolve("epoch_3.pt"), pickle))) {
      assertThat(source.tensors()).containsOnlyKeys("w");
      assertThat(source.read("w").remaining()).isEqualTo(12);
    }
  }

  @Test
  void typesAndKindsAreKept() {
    try (TorchFile plain = TorchFile.open(FOLDER.resolve("state_dict.pt"));
        TorchFile script = TorchFile.open(FOLDER.resolve("script.pt"))) {
      assertThat(plain.script()).isFalse();
      assertThat(script.script()).isTrue();
      assertThat(plain.tensors().get("brain"))
          .isEqualTo(new TensorInfo(DataType.BFLOAT16, new Shape(4)));
      assertThat(script.tensors().get("blocks.0.conv.weight"))
          .isEqualTo(new TensorInfo(DataType.FLOAT16, new Shape(2, 1, 2, 2)));
    }
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.pt");
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("a.weight", manager.arange(6f).reshape(2, 3));
      tensors.put("turned", manager.arange(6f).reshape(2, 3).transpose());
      tensors.put("count", manager.create(7L));
      TorchWriter.write(file, tensors, DataType.FLOAT16);
      try (TorchFile source = TorchFile.open(file)) {
        assertThat(source.tensors()).containsOnlyKeys("a.weight", "turned", "count");
        assertThat(source.read("count").getLong(0)).isEqualTo(7);
        assertThat(floats(source, "a.weight", manager)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(floats(source, "turned", manager)).containsExactly(0, 3, 1, 4, 2, 5);
      }
    }
    assertThat(folder).isDirectoryContaining(f -> f.equals(file));
    assertThat(Files.list(folder)).hasSize(1);
  }

  private static void check(String file, String expectedOf) throws IOException {
    Map<String, JsonNode> expected = expected(expectedOf);
    try (TensorSource source = WeightFiles.open(FOLDER.resolve(file))) {
      assertThat(source.tensors().keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, values) -> compare(source, name, values));
    }
  }

  private static Map<String, JsonNode> expected(String file) throws IOException {
    Map<String, JsonNode> expected = new LinkedHashMap<>();
    JsonMapper.shared()
        .readTree(Files.readAllBytes(FOLDER.resolve("expected.json")))
        .properties()
        .forEach(
            e -> {
              if (e.getKey().startsWith(file + ":")) {
                expected.put(e.getKey().substring(file.length() + 1), e.getValue());
              }
            });
    assertThat(expected).isNotEmpty();
    return expected;
  }

  private static void compare(TensorSource source, String name, JsonNode expected) {
    long[] shape = expected.get("shape").valueStream().mapToLong(JsonNode::asLong).toArray();
    assertThat(source.tensors().get(name).shape()).as(name).isEqualTo(new Shape(shape));
    double[] values =
        expected.get("values").valueStream().mapToDouble(JsonNode::asDouble).toArray();
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] actual = floats(source, name, manager);
      assertThat(actual).as(name).hasSize(values.length);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(values[i], within(1e-6));
      }
    }
  }

  private static float[] floats(TensorSource source, String name, NDManager manager) {
    TensorInfo info = source.tensors().get(name);
    if (info.type().isFloating()) {
      Set<String> others = new HashSet<>(source.tensors().keySet());
      others.remove(name);
      return Weights.load(source, Map.of(name, info.shape()), others, manager)
          .get(name)
          .toFloatArray();
    }
    return manager
        .create(source.read(name), info.shape(), info.type())
        .toType(DataType.FLOAT32, false)
        .toFloatArray();
  }
}
