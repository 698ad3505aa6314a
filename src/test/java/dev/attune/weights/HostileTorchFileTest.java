package dev.attune.weights;

import static dev.attune.weights.TestArchives.archive;
import static dev.attune.weights.TestArchives.bytes;
import static dev.attune.weights.TestArchives.number;
import static dev.attune.weights.TestArchives.oneTensor;
import static dev.attune.weights.TestArchives.text;
import static dev.attune.weights.TestArchives.tuple;
import static dev.attune.weights.TestArchives.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file from outside may try. Each is a clear error that names the file. */
class HostileTorchFileTest {
  private static final String START = "\u0080\u0002";
  private static final String LIST = "not on the list";
  private static final String INSTRUCTION = "which is not used";
  private static final String BROKEN = "is not a pickle, or truncated";

  @TempDir Path folder;

  static Stream<Arguments> pickles() {
    String command = text("touch owned");
    String self = START + "c__torch__\nA\n)\u0081q\0}" + text("a") + "h\0sb.";
    StringBuilder doubling = new StringBuilder(START + "c__torch__\nA\n)\u0081");
    for (int i = 0; i < 30; i++) {
      doubling
          .append("q\0c__torch__\nA\n)\u0081}(")
          .append(text("a") + "h\0" + text("b") + "h\0ub");
    }
    return Stream.of(
        Arguments.of("os.system", START + "cposix\nsystem\n" + command + "\u0085R.", LIST),
        Arguments.of("eval", START + "c__builtin__\neval\n" + command + "\u0085R.", LIST),
        Arguments.of("getattr", START + "cbuiltins\ngetattr\n" + command + "\u0085R.", LIST),
        Arguments.of("the library's own classes", START + "cdecimal\nDecimal\n)R.", LIST),
        Arguments.of("torch.load", START + "ctorch\nload\n" + command + "\u0085R.", LIST),
        Arguments.of("a whole module", START + "cclip.model\nCLIP\n)\u0081.", LIST),
        Arguments.of(
            "a name from the stack", "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.", LIST),
        Arguments.of("inst", START + "(" + command + "ios\nsystem\n.", INSTRUCTION),
        Arguments.of("obj", START + "(cos\nsystem\no.", LIST),
        Arguments.of("an extension", START + "\u0082\u0001.", INSTRUCTION),
        Arguments.of("a decimal text", START + "L" + "9".repeat(100) + "L\n.", INSTRUCTION),
        Arguments.of("calling a text", START + text("a") + ")R.", BROKEN),
        Arguments.of("a number as reference", START + "K\u0005Q.", "reference"),
        Arguments.of("a text as reference", START + text("storage") + "Q.", "reference"),
        Arguments.of(
            "a reference without a type",
            START + "(" + text("storage") + "N" + text("0") + text("cpu") + number(4) + "tQ.",
            "reference"),
        Arguments.of("an empty stack", START + ".", BROKEN),
        Arguments.of("no mark", START + "u.", BROKEN),
        Arguments.of("no end", START + "}", BROKEN),
        Arguments.of("no such instruction", START + "\u00ff.", INSTRUCTION),
        Arguments.of("an unknown memo", START + "h\u0007.", "memo"),
        Arguments.of("a text of 2 GB", START + "X\u00ff\u00ff\u00ff\u007fabc.", "claims a text"),
        Arguments.of("a text of negative size", START + "X\0\0\0\u0080abc.", "claims a text"),
        Arguments.of("a list as a key", START + "}]Ns.", "key that is no name"),
        Arguments.of("a dictionary in itself", START + "}q\0" + text("a") + "h\0s.", "no named"),
        Arguments.of("a list in itself", START + "]q\0h\0a.", "no named"),
        Arguments.of("a module in itself", self, "without end"),
        Arguments.of("modules that double", doubling + ".", "too many parts"),
        Arguments.of("deep tuples", START + ")" + "\u0085".repeat(1_000_000) + ".", "no named"),
        Arguments.of("endless instructions", START + ")".repeat(3_000_000), "too many"),
        Arguments.of(
            "an absurd shape", oneTensor(4, 0, tuple(1L << 40, 1L << 40), tuple(1, 1)), "absurd"),
        Arguments.of(
            "a shape above its storage", oneTensor(4, 0, tuple(5), tuple(1)), "does not fit"),
        Arguments.of(
            "one value repeated", oneTensor(4, 0, tuple(1 << 30), tuple(0)), "does not fit"),
        Arguments.of("a negative size", oneTensor(4, 0, tuple(-1), tuple(1)), "negative"),
        Arguments.of("a negative stride", oneTensor(4, 3, tuple(2), tuple(-1)), "negative"),
        Arguments.of("an offset behind the end", oneTensor(4, 4, tuple(1), tuple(1)), "not fit"),
        Arguments.of("a negative offset", oneTensor(4, -1, tuple(1), tuple(1)), "sensible"),
        Arguments.of("strides missing", oneTensor(4, 0, tuple(2, 2), tuple(1)), "sensible"),
        Arguments.of(
            "a storage above its entry", oneTensor(400, 0, tuple(400), tuple(1)), "larger"),
        Arguments.of(
            "an absurd storage", oneTensor(Long.MAX_VALUE, 0, tuple(1), tuple(1)), "absurd"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pickles")
  void picklesAreRefused(String what, String pickle, String message) throws IOException {
    Path file = archive(folder.resolve("hostile.pt"), pickle);
    assertThatThrownBy(() -> TorchFile.open(file))
        .as(what)
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("hostile.pt: ")
        .hasMessageContaining(message);
    assertThat(folder.resolve("owned")).doesNotExist();
  }

  @Test
  void theArchiveThatTheseAreMadeFromIsFine() throws IOException {
    Path file = archive(folder.resolve("fine.pt"), oneTensor(4, 1, tuple(3), tuple(1)));
    try (TorchFile source = TorchFile.open(file)) {
      assertThat(source.read("w").remaining()).isEqualTo(12);
    }
  }

  @Test
  void aCompressedPickleIsNotUnpacked() throws IOException {
    Path file = folder.resolve("bomb.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
    }
    refused(file, "compressed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "archive/../../evil", "/etc/evil", "archive\\..\\evil"})
  void pathsOutOfTheArchiveAreRefused(String name) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", bytes(oneTensor(4, 0, tuple(4), tuple(1))));
    entries.put("archive/data/0", new byte[16]);
    entries.put(name, new byte[1]);
    refused(zip(folder.resolve("escape.pt"), entries), "leads out of the archive");
  }

  @Test
  void aStorageKeyCannotLeadOut() throws IOException {
    String pickle =
        oneTensor(4, 0, tuple(4), tuple(1)).replace(text("0"), text("../../../etc/passwd"));
    refused(archive(folder.resolve("key.pt"), pickle), "misses its entry");
  }

  @Test
  void zipFilesOfOthersAreRefused() throws IOException {
    refused(zip(folder.resolve("a.pt"), Map.of("a.txt", new byte[3])), "not PyTorch's");
    String pickle = oneTensor(4, 0, tuple(4), tuple(1));
    refused(
        zip(
            folder.resolve("b.pt"),
            Map.of("x/data.pkl", bytes(pickle), "y/data.pkl", bytes(pickle))),
        "2 data.pkl");
    refused(
        zip(
            folder.resolve("c.pt"),
            Map.of("x/data.pkl", bytes(pickle), "x/byteorder", bytes("big"))),
        "byte order");
    refused(zip(folder.resolve("d.pt"), Map.of("x/data.pkl", bytes(pickle))), "x/data/0");
  }

  @Test
  void directoriesThatLieAreRefused() throws IOException {
    byte[] good =
        Files.readAllBytes(archive(folder.resolve("z"), oneTensor(4, 0, tuple(4), tuple(1))));
    ByteBuffer zip = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    int end = good.length - 22;
    int first = zip.getInt(end + 16);
    int second = first + 46 + zip.getShort(first + 28) + zip.getShort(first + 30);
    refused(patched(good, second + 42, zip.getInt(first + 42)), "overlap");
    refused(patched(good, end + 12, 0x7fffffff), "claims");
    refused(patched(good, end + 16, good.length), "truncated");
    refused(patched(good, first + 42, 0x7ffffff0), "outside");
    refused(patched(good, first + 20, 0x7ffffff0), "two sizes");
    byte[] many = good.clone();
    ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putShort(end + 10, (short) 0xffff);
    refused(Files.write(folder.resolve("many.pt"), many), "cut short");
  }

  private Path patched(byte[] good, int at, int value) throws IOException {
    byte[] bad = good.clone();
    ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return Files.write(folder.resolve("patched.pt"), bad);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict.pt", "legacy.pt", "script.pt"})
  void truncatedAnywhere(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("src/test/resources/torch", name));
    Path file = folder.resolve(name);
    for (int length = 0; length < whole.length; length += length < 300 ? 1 : 13) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightFiles.open(file))
          .as("the first %d bytes", length)
          .isInstanceOf(WeightsException.class)
          .hasMessageStartingWith(name + ": ");
    }
  }

  /** Whatever is changed, the file is either read within its bounds or refused. */
  @ParameterizedTest
  @ValueSource(strings = {"state_dict.pt", "legacy.pt", "script.pt", "coop.pth.tar"})
  void damagedAtRandom(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("src/test/resources/torch", name));
    Random random = new Random(1);
    Path file = folder.resolve(name);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bad = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      try (TensorSource source = WeightFiles.open(file)) {
        source.tensors().keySet().forEach(source::read);
      } catch (WeightsException e) {
        assertThat(e).hasMessageStartingWith(name + ": ");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file.getFileName() + ": ")
        .hasMessageContaining(message);
  }
}
