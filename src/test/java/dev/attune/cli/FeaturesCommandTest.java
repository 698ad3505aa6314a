package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.hub.BuiltInModels;
import dev.attune.task.FeatureRows;
import dev.attune.testing.TestPictures;
import dev.attune.vision.decode.PictureDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other programs take from a model: features and token ids. */
class FeaturesCommandTest {
  private static final String MODEL = "--model=icons-clip-s";

  @TempDir private Path folder;

  /** The rows of a file, read by what NumPy's format says. */
  private static float[][] rows(Path npy) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(bytes.position() % 64).isZero();
    String words = new String(header, StandardCharsets.US_ASCII);
    assertThat(words).endsWith("\n").contains("'descr': '<f4'", "'fortran_order': False");
    String[] shape = words.replaceFirst("(?s).*'shape': \\((.*?)\\).*", "$1").split(", ");
    float[][] rows = new float[Integer.parseInt(shape[0])][Integer.parseInt(shape[1])];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = bytes.getFloat();
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
    return rows;
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private Ended features(String input, String out, String... more) {
    String[] fixed = {"features", MODEL, input, "--out=" + out(out)};
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Ended.run(all);
  }

  private static double length(float[] row) {
    double sum = 0;
    for (float v : row) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  @Test
  void picturesHaveARowEachAndABrokenOneIsNamed() throws Exception {
    Path pictures = Files.createDirectories(folder.resolve("pictures/b")).getParent();
    Files.write(pictures.resolve("c.png"), TestPictures.png(40, 30));
    Files.write(pictures.resolve("d.jpg"), new byte[] {1, 2, 3});
    Files.write(pictures.resolve("b/a.jpg"), TestPictures.jpeg(64, 80));
    Files.writeString(pictures.resolve("notes.txt"), "no picture");
    Ended ended = features("--images=" + pictures, "unit.npy");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err().lines()).singleElement().asString().startsWith("row 1: d.jpg");
    assertThat(Files.readString(out("unit.txt"))).isEqualTo("c.png\nd.jpg\nb/a.jpg\n");
    assertThat(features("--images=" + pictures, "raw.npy", "--raw").code()).isZero();
    float[][] unit = rows(out("unit.npy"));
    float[][] raw = rows(out("raw.npy"));
    assertThat(unit).hasDimensions(3, raw[0].length);
    assertThat(unit[1]).containsOnly(Float.NaN);
    assertThat(raw[1]).containsOnly(Float.NaN);
    for (int row : new int[] {0, 2}) {
      assertThat(length(unit[row])).isCloseTo(1, within(1e-5));
      double length = length(raw[row]);
      for (int i = 0; i < raw[row].length; i++) {
        assertThat(raw[row][i] / length).isCloseTo(unit[row][i], within(1e-5));
      }
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = new BuiltInModels().encoder("icons-clip-s", manager);
      float[] alone =
          new FeatureRows(encoder, false, manager)
              .ofPictures(
                  1, i -> PictureDecoder.forDatasets().decode("c.png", TestPictures.png(40, 30)));
      for (int i = 0; i < alone.length; i++) {
        assertThat(unit[0][i]).isCloseTo(alone[i], within(1e-6f));
      }
    }
    assertThat(features("--images=" + pictures.resolve("c.png"), "one.npy").code()).isZero();
    assertThat(rows(out("one.npy"))).hasDimensions(1, raw[0].length);
  }

  @Test
  void textsHaveARowEachHoweverManyTheyAre() throws Exception {
    StringBuilder texts = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      texts.append(i % 2 == 0 ? "a photo of a dog" : "a cat").append("\n");
    }
    Path file = Files.writeString(folder.resolve("texts.list"), texts + "dog ".repeat(300));
    Ended ended = features("--texts=" + file, "texts.npy");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err().lines()).singleElement().asString().startsWith("row 70: ");
    float[][] rows = rows(out("texts.npy"));
    assertThat(rows).hasNumberOfRows(71);
    assertThat(Files.readAllLines(out("texts.txt"))).hasSize(71).startsWith("a photo of a dog");
    for (int i = 2; i < 70; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        assertThat(rows[i][j]).isCloseTo(rows[i % 2][j], within(1e-5f));
      }
    }
    assertThat(length(rows[0])).isCloseTo(1, within(1e-5));
    assertThat(rows[0]).isNotEqualTo(rows[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "--texts=TMP/none,1,none",
    "--images=TMP/none,1,none",
    "--images=TMP,2,no pictures",
    "--dataset=nothing,1,nothing",
    "--texts=TMP/latin,1,line 1",
    "--raw,2,--images",
  })
  void whatIsWrongWithTheInputIsSaid(String input, int code, String word) throws Exception {
    Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xe4, '\n'});
    Ended ended = features(input.replace("TMP", folder.toString()), "x.npy");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.err().lines()).singleElement().asString().contains(word);
    assertThat(out("x.npy")).doesNotExist();
  }

  @Test
  void whatIsWrongWithModelOrFileIsSaid() throws Exception {
    String texts = Files.writeString(folder.resolve("texts"), "a").toString();
    String to = "--out=" + out("x.npy");
    assertThat(Ended.run("features", "--model=icons-opt", "--texts=" + texts, to).err())
        .contains("icons-opt: is a language-model and no encoder");
    assertThat(Ended.run("features", "--model=none", "--texts=" + texts, to).err())
        .contains("no model is called 'none'");
    Ended ended = Ended.run("features", MODEL, "--texts=" + texts, "--out=" + out("x.bin"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--out", ".npy");
  }

  @Test
  void idsAreTheModelsOwn() throws Exception {
    List<String> texts = List.of("a photo of a dog", "Zwölf  Katzen", "dog ".repeat(300));
    String file = Files.writeString(folder.resolve("texts"), String.join("\n", texts)).toString();
    Ended json = Ended.run("tokenize", MODEL, "--json", "--file", file);
    assertThat(json.code()).as(json.err()).isZero();
    List<JsonNode> rows = json.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(rows).extracting(r -> r.path("text").asString()).isEqualTo(texts);
    assertThat(rows).extracting(r -> r.path("cut").asBoolean()).containsExactly(false, false, true);
    StringBuilder lines = new StringBuilder();
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = new BuiltInModels().encoder("icons-clip-s", manager);
      for (int i = 0; i < texts.size(); i++) {
        long[] ids = encoder.tokenizer().encode(texts.get(i));
        assertThat(rows.get(i).path("ids").valueStream().mapToLong(JsonNode::asLong).toArray())
            .isEqualTo(ids);
        lines.append(Arrays.toString(ids).replaceAll("[\\[\\],]", "")).append("\n");
      }
    }
    Ended plain = Ended.run("tokenize", MODEL, texts.get(0), texts.get(1), texts.get(2));
    assertThat(plain.out()).isEqualTo(lines.toString());
    assertThat(plain.err().lines()).singleElement().asString().startsWith("cut to ");
    assertThat(Ended.run("tokenize", "--model=icons-opt", "a dog").out().strip())
        .matches("[0-9]+( [0-9]+)*");
    assertThat(Ended.run("tokenize", MODEL).code()).isEqualTo(2);
    assertThat(Ended.run("tokenize", "--model=icons-clipcap", "a").err())
        .contains("icons-clipcap: is a captioner and no encoder");
  }
}
