package dev.attune.vision.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.digest.Sha256;
import dev.attune.vision.Filter;
import dev.attune.vision.Resampling;
import dev.attune.vision.RgbImage;
import dev.attune.vision.RowResampler;
import dev.attune.vision.Size;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file of some kilobytes may hold a picture of hundreds of megabytes. */
class LargePictureTest {
  @TempDir Path folder;

  /** In a process of 48 MB, which 60 MB of pixels do not fit. */
  @ParameterizedTest
  @CsvSource({"5000, 4000, 1280, 1024", "8000, 500, 8000, 500"})
  void isMadeSmallerWithinBoundedMemory(int width, int height, int toWidth, int toHeight)
      throws Exception {
    Size size = new Size(width, height);
    Size wanted = new Size(toWidth, toHeight);
    RowResampler rows = new RowResampler(size, wanted, Filter.BICUBIC);
    Path file = folder.resolve("large.png");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      write(out, size, rows);
    }
    assertThat(elsewhere(file, wanted)).isEqualTo(told(rows.image()));
  }

  /** Of each format, and turned: to the levels that the whole picture gives. */
  @ParameterizedTest
  @CsvSource({
    "jpg, 5000, 4000, 1",
    "jpg, 5000, 4000, 3",
    "jpg, 5000, 4000, 6",
    "jpg, 5000, 4000, 7",
    "progressive, 3000, 2000, 1",
    "cmyk, 3000, 4000, 8",
    "webp, 5000, 4000, 1",
    "tif, 5000, 4000, 1",
    "bmp, 4000, 1800, 1",
    "gif, 5000, 4000, 1"
  })
  void isMadeSmallerToTheSameLevelsInEveryFormat(
      String format, int width, int height, int orientation) throws Exception {
    byte[] stored = LargePictures.of(format, width, height);
    RgbImage whole = LargePictures.read(stored, format);
    RgbImage upright = Orientation.values()[orientation - 1].apply(whole);
    Path file = folder.resolve("large." + format);
    Files.write(file, orientation == 1 ? stored : LargePictures.withExif(stored, orientation));
    Size wanted = new Size(upright.width() / 4, upright.height() / 3);
    RgbImage small = Resampling.resize(upright, wanted.width(), wanted.height(), Filter.BICUBIC);
    assertThat(elsewhere(file, wanted)).isEqualTo(told(small));
  }

  /** Before the memory is spent. */
  @Test
  void whatCannotBeReadInPartsIsRefused() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    header(new DataOutputStream(png), new Size(8000, 4000), 1);
    chunk(new DataOutputStream(png), "IDAT", new byte[9]);
    assertRefused(
        png.toByteArray(), "8000 x 4000 pixels not stored row by row", "91 MiB", "than 64");
    byte[] jpeg = LargePictures.progressive();
    assertRefused(jpeg, "8000 x 8000 pixels in a progressive JPEG", "183 MiB", "than 128");
    byte[] webp = LargePictures.lossless();
    assertRefused(webp, "8000 x 8000 pixels in a lossless WebP", "244 MiB", "than 128");
  }

  private static void assertRefused(byte[] file, String... parts) {
    assertThatThrownBy(() -> PictureDecoder.forUploads().decode("a", file))
        .isInstanceOf(PictureException.class)
        .hasMessageContainingAll(parts);
  }

  private String elsewhere(Path file, Size wanted) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                LargePictureTest.class.getName(),
                file.toString(),
                Integer.toString(wanted.width()),
                Integer.toString(wanted.height()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private static String told(RgbImage image) {
    return image.width() + " " + image.height() + " " + Sha256.of(image.data());
  }

  /** Of the other process: file, width, height. */
  public static void main(String[] arguments) throws IOException {
    Size wanted = new Size(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    byte[] file = Files.readAllBytes(Path.of(arguments[0]));
    System.out.println(
        told(PictureDecoder.forUploads().decodeAndTell("large.png", file, size -> wanted).image()));
  }

  /** Writes a PNG as its rows are made, and gives them to a resampler. */
  private static void write(DataOutputStream out, Size size, RowResampler rows) throws IOException {
    header(out, size, 0);
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(pixels, new Deflater(Deflater.BEST_SPEED))) {
      byte[] row = new byte[3 * size.width()];
      for (int y = 0; y < size.height(); y++) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (byte) (i / 3 / 16 * (1 + i % 3) + y / 16 * 5 + (y & 1) * 90);
        }
        deflater.write(0); // as it is
        deflater.write(row);
        rows.add(row);
      }
    }
    chunk(out, "IDAT", pixels.toByteArray());
    chunk(out, "IEND", new byte[0]);
  }

  private static void header(DataOutputStream out, Size size, int interlaced) throws IOException {
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(size.width());
    fields.writeInt(size.height());
    fields.write(new byte[] {8, 2, 0, 0, (byte) interlaced}); // bits, RGB
    chunk(out, "IHDR", header.toByteArray());
  }

  private static void chunk(DataOutputStream out, String name, byte[] content) throws IOException {
    byte[] kind = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(kind);
    check.update(content);
    out.writeInt(content.length);
    out.write(kind);
    out.write(content);
    out.writeInt((int) check.getValue());
  }
}
