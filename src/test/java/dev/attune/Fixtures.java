package dev.attune;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The golden fixtures: numbers recorded from the reference programs, see README.md beside them.
 * They are read from {@code src/test/resources/fixtures}, or from the folder that the system
 * property {@code attune.fixtures} names. What is missing fails the test that asks for it.
 */
public final class Fixtures {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path ROOT =
      Path.of(System.getProperty("attune.fixtures", "src/test/resources/fixtures"))
          .toAbsolutePath();

  private Fixtures() {}

  /** The folder of the whole set, which holds {@code _weights} too. */
  public static Path root() {
    return ROOT;
  }

  /**
   * Every case and sub-case of a name, such as {@code prompt_tuning_rlcf}, in the order of their
   * folders; shared inputs are not a case. They are found by the {@code case} that their case.json
   * states, whatever their folder is called.
   *
   * @throws AssertionError when there is none
   */
  public static List<Case> cases(String name) {
    List<Case> found = All.CASES.stream().filter(c -> c.isOf(name)).toList();
    if (found.isEmpty()) {
      throw new AssertionError("no fixture of the case '" + name + "' under " + ROOT);
    }
    return found;
  }

  /**
   * The only case of a name.
   *
   * @throws AssertionError when there is none, or more
   */
  public static Case single(String name) {
    List<Case> found = cases(name);
    if (found.size() != 1) {
      throw new AssertionError("several fixtures of the case '" + name + "': " + found);
    }
    return found.get(0);
  }

  /**
   * Reads a whole safetensors file of F32 and I64 tensors, in the order of its header.
   *
   * @throws AssertionError when there is no such file
   */
  public static Tensors tensors(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new AssertionError("fixture file is missing: " + file);
      }
      ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] header = new byte[Math.toIntExact(all.getLong())];
      all.get(header);
      ByteBuffer data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      JSON.readTree(new String(header, StandardCharsets.UTF_8))
          .properties()
          .forEach(
              e -> {
                if (!e.getKey().equals("__metadata__")) {
                  tensors.put(e.getKey(), Tensor.of(e.getKey(), e.getValue(), data));
                }
              });
      return new Tensors(file, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A case: its folder and what its case.json says. */
  public record Case(Path folder, JsonNode json) {

    /** A value of case.json by its path, as {@code hyperparameters}, {@code lr}. */
    public JsonNode get(String... path) {
      JsonNode node = json;
      for (String field : path) {
        node = node.path(field);
      }
      if (node.isMissingNode()) {
        throw new AssertionError(this + "/case.json has no " + String.join(".", path));
      }
      return node;
    }

    /** The tensors that belong to the case alone. */
    public Tensors tensors() {
      return Fixtures.tensors(folder.resolve("tensors.safetensors"));
    }

    /** The tensors of the file that case.json names as {@code inputs}. */
    public Tensors inputs() {
      return Fixtures.tensors(ROOT.resolve(get("inputs").asString()));
    }

    /** A weight file that case.json names under {@code weights}. */
    public Path weights(String role) {
      return ROOT.resolve(get("weights", role).asString());
    }

    /** A PNG of the case's folder. */
    public RgbImage image(String file) {
      Path path = folder.resolve(file);
      if (!Files.isRegularFile(path)) {
        throw new AssertionError("fixture file is missing: " + path);
      }
      try {
        return RgbImage.of(ImageIO.read(path.toFile()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + path, e);
      }
    }

    private boolean isOf(String name) {
      return json.path("case").asString("").equals(name);
    }

    /** The folder relative to the set, as tests show it. */
    @Override
    public String toString() {
      return ROOT.relativize(folder).toString();
    }
  }

  /** What a safetensors file holds. */
  public record Tensors(Path file, Map<String, Tensor> byName) {

    public boolean has(String name) {
      return byName.containsKey(name);
    }

    /**
     * A tensor by its name.
     *
     * @throws AssertionError when the file has none
     */
    public Tensor get(String name) {
      Tensor tensor = byName.get(name);
      if (tensor == null) {
        throw new AssertionError("no tensor '" + name + "' in " + ROOT.relativize(file));
      }
      return tensor;
    }
  }

  /**
   * A row-major tensor; one of {@code floats} and {@code longs} holds its values, the other is
   * empty.
   */
  @SuppressWarnings("ArrayRecordComponent") // test data, compared nowhere
  public record Tensor(String name, long[] shape, float[] floats, long[] longs) {

    private static Tensor of(String name, JsonNode entry, ByteBuffer data) {
      long[] shape = entry.path("shape").valueStream().mapToLong(JsonNode::asLong).toArray();
      int from = entry.path("data_offsets").path(0).asInt();
      int to = entry.path("data_offsets").path(1).asInt();
      ByteBuffer bytes = data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
      float[] floats = {};
      long[] longs = {};
      String dtype = entry.path("dtype").asString("");
      switch (dtype) {
        case "F32" -> bytes.asFloatBuffer().get(floats = new float[(to - from) / Float.BYTES]);
        case "I64" -> bytes.asLongBuffer().get(longs = new long[(to - from) / Long.BYTES]);
        default -> throw new AssertionError("fixture tensor " + name + " is of type " + dtype);
      }
      return new Tensor(name, shape, floats, longs);
    }
  }

  /** All cases of the set, read once. */
  private static final class All {
    static final List<Case> CASES = read();

    private static List<Case> read() {
      if (!Files.isDirectory(ROOT)) {
        throw new AssertionError("the folder of the fixtures is missing: " + ROOT);
      }
      try (Stream<Path> files = Files.walk(ROOT)) {
        return files
            .filter(f -> f.endsWith("case.json"))
            .sorted()
            .map(f -> new Case(f.resolveSibling(".").normalize(), JSON.readTree(f.toFile())))
            .filter(c -> !c.json().path("sub_case").asString("").equals("inputs"))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + ROOT, e);
      }
    }
  }
}
