package dev.attune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final String A = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|tensors a and b overlap",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|tensor a does not fit its shape",
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}}|tensor a does not fit its shape",
        "{'a':{'dtype':'F7','shape':[2],'data_offsets':[0,8]}}|tensor a has the unknown type",
        "{'a':{'dtype':5,'shape':[2],'data_offsets':[0,8]}}|tensor a has the unknown type",
        "{'a':{'dtype':'F32','shape':[5],'data_offsets':[0,20]}}|tensor a lies outside the file",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|tensor a lies outside the file",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}|tensor a has no shape or offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|tensor a has no shape or offsets",
        "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}|tensor a has no shape or offsets",
        "{'a':{'dtype':'F32','shape':'2','data_offsets':[0,8]}}|tensor a has no shape or offsets",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|tensor a has no shape or offsets",
        "{'a':{'dtype':'F32','shape':[9223372036854775807,4],'data_offsets':[0,8]}}|tensor a has an absurd shape",
        "{'a':{'dtype':'F32','shape':[92233720368547758070],'data_offsets':[0,8]}}|tensor a has no shape",
        "{'a':7}|tensor a has the unknown type",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|twice",
        "[1]|not a JSON object",
        "{'a':|not JSON",
      })
  void aHeaderThatLiesIsRefused(String header, String message) throws IOException {
    refused(file(header.replace('\'', '"'), 16), message);
  }

  @Test
  void aHeaderLargerThanTheFileIsRefused() throws IOException {
    for (long length : new long[] {-1, 0, 1, 1000, Long.MAX_VALUE, 200_000_000}) {
      ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      refused(Files.write(folder.resolve("bad.safetensors"), bytes.array()), "header claims");
    }
  }

  /** A request would wait long for millions of names, which no model has. */
  @Test
  void moreTensorsThanAnyModelHasAreRefused() throws IOException {
    String header =
        IntStream.rangeClosed(0, SafetensorsHeader.MAX_TENSORS)
            .mapToObj("'t%d':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    refused(file(header.replace('\'', '"'), 0), "has 50001 tensors, more than the 50000");
    refused(file(" ".repeat(10_000_001), 0), "its header claims 10000001 bytes, more than");
  }

  @Test
  void aDeepHeaderIsRefused() throws IOException {
    refused(file("{\"a\":" + "[".repeat(100_000), 0), "not JSON");
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(file("{\"a\":" + A + "}", 8));
    for (int length = 0; length < whole.length; length++) {
      refused(
          Files.write(folder.resolve("bad.safetensors"), Arrays.copyOf(whole, length)),
          "truncated");
    }
  }

  /** Its first byte is then that of a pickle. */
  @Test
  void aHeaderOf128BytesIsNoPickle() throws IOException {
    String header = "{\"a\":" + A + "}";
    try (TensorSource source =
        WeightFiles.open(file(header + " ".repeat(128 - header.length()), 8))) {
      assertThat(source.tensors()).containsOnlyKeys("a");
    }
  }

  @Test
  void everyFloatingTypeIsReadAsFp32() throws IOException {
    Path file =
        file(
            """
            {"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
             "brain":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},
             "double":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""",
            16);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes, bytes.length - 16, 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0x3c00)
        .putShort((short) 0xc000)
        .putShort((short) 0x3f80)
        .putShort((short) 0xc000)
        .putDouble(1.5);
    Files.write(file, bytes);
    Map<String, Shape> expected =
        Map.of("half", new Shape(2), "brain", new Shape(2), "double", new Shape(1));
    try (NDManager manager = NDManager.newBaseManager();
        TensorSource source = WeightFiles.open(file)) {
      Weights weights = Weights.load(source, expected, Set.of(), manager);
      assertThat(weights.get("half").toFloatArray()).containsExactly(1, -2);
      assertThat(weights.get("brain").toFloatArray()).containsExactly(1, -2);
      assertThat(weights.get("double").toFloatArray()).containsExactly(1.5f);
      assertThat(weights.get("brain").getDataType()).isEqualTo(DataType.FLOAT32);
    }
  }

  @Test
  void manyProblemsAreListedInPart() throws IOException {
    Path file = file("{\"a\":" + A + "}", 8);
    Map<String, Shape> expected = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      expected.put("t%02d".formatted(i), new Shape(1));
    }
    try (NDManager manager = NDManager.newBaseManager();
        TensorSource source = WeightFiles.open(file)) {
      assertThatThrownBy(() -> Weights.load(source, expected, Set.of(), manager))
          .isInstanceOf(WeightsException.class)
          .hasMessageStartingWith("bad.safetensors: misses t00; misses t01")
          .hasMessageEndingWith("and 81 more");
    }
  }

  @Test
  void shardsAreReadThroughTheirIndex() throws IOException {
    shard("one.safetensors", "a");
    shard("two.safetensors", "b");
    Path index = index("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}");
    try (TensorSource source = WeightFiles.open(index)) {
      assertThat(source.tensors()).containsOnlyKeys("a", "b");
      assertThat(source.read("b").remaining()).isEqualTo(8);
    }
    refused(index("{\"a\":\"../one.safetensors\"}"), "names the file '../one.safetensors'");
    refused(index("{\"a\":\"/etc/passwd\"}"), "names the file '/etc/passwd'");
    refused(index("{\"a\":5}"), "names the file");
    refused(index("[]"), "no weight_map");
    assertThatThrownBy(() -> WeightFiles.open(index("{\"c\":\"one.safetensors\"}")))
        .hasMessage("one.safetensors: misses c, which the index names");
    shard("both.safetensors", "a", "b");
    assertThatThrownBy(() -> WeightFiles.open(index("{\"a\":\"both.safetensors\"}")))
        .hasMessageStartingWith("both.safetensors: holds b");
    assertThatThrownBy(() -> WeightFiles.open(index("{\"a\":\"gone.safetensors\"}")))
        .hasMessageStartingWith("gone.safetensors: is missing");
  }

  private void shard(String name, String... tensors) throws IOException {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < tensors.length; i++) {
      header.append(i == 0 ? "" : ",").append('"').append(tensors[i]).append("\":");
      header.append(A.replace("[0,8]", "[%d,%d]".formatted(8 * i, 8 * i + 8)));
    }
    Files.move(
        file(header + "}", 8 * tensors.length),
        folder.resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path index(String map) throws IOException {
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":" + map + "}");
  }

  /** A file with this header and so many bytes behind it. */
  private Path file(String header, int bytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(json.length).put(json);
    return Files.write(folder.resolve("bad.safetensors"), all.array());
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> WeightFiles.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file.getFileName() + ": ")
        .hasMessageContaining(message);
  }
}
