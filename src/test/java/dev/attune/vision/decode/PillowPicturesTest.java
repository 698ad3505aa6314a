package dev.attune.vision.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that Pillow wrote, beside what Pillow reads: {@code pictures/make.py}. */
class PillowPicturesTest {
  private final PictureDecoder datasets = PictureDecoder.forDatasets();
  private final PictureDecoder uploads = PictureDecoder.forUploads();

  @ParameterizedTest
  @CsvFileSource(resources = "/pictures/pillow.csv", numLinesToSkip = 1)
  void pixelsArePillowsToTheBit(String name, int width, int height, String sha256)
      throws Exception {
    RgbImage image = datasets.decode(name, file(name));
    assertThat(List.of(image.width(), image.height())).containsExactly(width, height);
    if (name.startsWith("deep-grey")) {
      // Pillow clips, and the picture is white; here the upper 8 bits are taken.
      int step = name.endsWith("png") ? 3 * 28 : 54;
      for (int i = 0; i < width * height; i++) {
        assertThat(image.data()[3 * i] & 0xff).isEqualTo(i * step >> 8);
      }
      return;
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(image.data());
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha256);
  }

  /** The upright pixel at the top left is the stored one at (x, y). */
  @ParameterizedTest
  @CsvSource({"turned.webp, 0, 31", "turned.png, 31, 0"})
  void uploadsStandUpright(String name, int x, int y) throws IOException {
    DecodedPicture upright = uploads.decodeAndTell(name, file(name));
    RgbImage stored = datasets.decode(name, file(name));
    assertThat(upright.peculiarities()).containsExactly(Peculiarity.TURNED);
    assertThat(upright.image().width()).isEqualTo(stored.height());
    for (int channel = 0; channel < 3; channel++) {
      assertThat(upright.image().at(0, 0, channel)).isEqualTo(stored.at(x, y, channel));
    }
  }

  @Test
  void aTiffIsTurnedOnce() throws IOException {
    assertThat(uploads.decode("turned.tif", file("turned.tif")).data())
        .isEqualTo(datasets.decode("turned.tif", file("turned.tif")).data());
  }

  @ParameterizedTest
  @CsvSource({
    "animated.webp, ANIMATED",
    "animated-alpha.webp, 'TRANSPARENT, ANIMATED'",
    "animated-part.webp, ANIMATED",
    "alpha.webp, TRANSPARENT",
    "pages.tif, PAGES",
    "deep-grey.png, DEEP",
    "deep.png, DEEP",
    "lossy.webp,",
    "plain.tif,"
  })
  void peculiaritiesAreTold(String name, String expected) throws IOException {
    assertThat(uploads.decodeAndTell(name, file(name)).peculiarities().toString())
        .isEqualTo("[" + (expected == null ? "" : expected) + "]");
  }

  @Test
  void anAnimationIsLaidOnWhiteWhereItIsClear() throws IOException {
    String clear = "animated-lossless.webp";
    assertThat(uploads.decode(clear, file(clear)).at(0, 0, 0)).isEqualTo(255);
    assertThat(datasets.decode(clear, file(clear)).at(0, 0, 0)).isZero();
    assertThat(uploads.decode("b", file("animated-part.webp")).at(0, 0, 0)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "picture.avif | is an AVIF picture; JPEG, PNG, WebP, GIF, BMP and TIFF are read",
        "picture.jp2 | is a JPEG 2000 picture; JPEG, PNG, WebP, GIF, BMP and TIFF are read",
        "float.tif | has samples of 32 bits",
        "deep-32.tif | has samples of 32 bits",
        "zstd.tif | has TIFF's compression 50000, which is not read",
        "bands.tif | has 13 channels; TIFFs in grey, RGB and CMYK are read"
      })
  void whatIsNotReadIsRefusedByName(String name, String reason) throws IOException {
    byte[] file = file(name);
    assertThatThrownBy(() -> PictureDecoder.check(name, file))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith(name + ": " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossy.webp",
        "alpha.webp",
        "lossless.webp",
        "animated.webp",
        "animated-alpha.webp",
        "plain.tif",
        "lzw.tif",
        "deflate.tif",
        "jpeg.tif",
        "packbits.tif",
        "bilevel.tif"
      })
  void whereverAFileEndsTooSoonItIsAnError(String name) throws IOException {
    byte[] whole = file(name);
    for (int length : new int[] {3, 20, whole.length / 2, whole.length * 3 / 4}) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> datasets.decode("torn", torn))
          .as("%s of %d bytes", name, length)
          .isInstanceOf(PictureException.class)
          .hasMessageStartingWith("torn: ");
    }
  }

  @Test
  void aPictureThatMemoryDoesNotHoldIsThatPicturesError() throws Exception {
    assertThat(child("-Xmx48m", "plain.tif", "8000"))
        .isEqualTo(
            """
        big.png: it takes more memory than there is; make it smaller, or give Java more with -Xmx
        read
        """);
  }

  @Test
  void withoutLibwebpWebpIsRefusedByName() throws Exception {
    assertThat(child("-Dos.arch=sparc", "lossy.webp", "8"))
        .isEqualTo(
            """
        read
        lossy.webp: WebP pictures are not read here: libwebp is not to be had for this platform
        """);
  }

  private static String child(String option, String name, String side) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                ReadsPictures.class.getName(),
                name,
                side)
            .redirectErrorStream(true)
            .start();
    try (InputStream out = java.getInputStream()) {
      return new String(out.readAllBytes()).replace(System.lineSeparator(), "\n");
    }
  }

  static byte[] file(String name) throws IOException {
    try (InputStream in = PillowPicturesTest.class.getResourceAsStream("/pictures/" + name)) {
      return in.readAllBytes();
    }
  }
}
