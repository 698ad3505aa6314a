package dev.attune.vision.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
  private final PictureDecoder datasets = PictureDecoder.forDatasets();
  private final PictureDecoder uploads = PictureDecoder.forUploads();

  @Test
  void transparencyIsDroppedInDataSetsAndWhiteInUploads() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xff405060);
    byte[] png = encoded(image, "png");
    assertThat(datasets.decode("a.png", png).data()).containsExactly(16, 32, 48, 64, 80, 96);
    assertThat(uploads.decode("a.png", png).data()).containsExactly(-1, -1, -1, 64, 80, 96);
  }

  @Test
  void greysAreTakenAsTheyAreStored() throws IOException {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 100 * 256 + 200);
    assertThat(datasets.decode("grey.png", encoded(grey, "png")).data())
        .containsExactly(100, 100, 100);
    assertThat(datasets.decode("deep.png", encoded(deep, "png")).data())
        .containsExactly(100, 100, 100);
  }

  @Test
  void aGifNamedJpgAndABmpAreToldByTheirContent() throws IOException {
    byte[] levels = {10, 20};
    // Java writes GIFs interlaced, and misreads its own of two rows.
    BufferedImage image =
        new BufferedImage(
            1,
            8,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(1, 2, levels, levels, levels));
    image.getRaster().setSample(0, 7, 0, 1);
    byte[] expected = new byte[24];
    Arrays.fill(expected, (byte) 10);
    Arrays.fill(expected, 21, 24, (byte) 20);
    assertThat(datasets.decode("gif.jpg", encoded(image, "gif")).data()).isEqualTo(expected);
    assertThat(datasets.decode("bmp.png", encoded(rgb(image), "bmp")).data()).isEqualTo(expected);
  }

  @Test
  void inksOfAJpegAreInverted() throws IOException {
    byte[] jpeg = cmyk(new int[] {255, 128, 0, 200});
    byte[] data = datasets.decode("cmyk.jpg", jpeg).data();
    assertThat(data[0] & 0xff).isBetween(197, 203);
    assertThat(data[1] & 0xff).isBetween(97, 103);
    assertThat(data[2] & 0xff).isBetween(0, 3);
    assertThat(uploads.decodeAndTell("cmyk.jpg", jpeg).peculiarities())
        .containsExactly(Peculiarity.CMYK);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void uploadsStandUpright(int orientation) throws IOException {
    // Red is where the upright picture has its top left corner.
    int[][] corner = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {0, 1}, {1, 1}, {1, 0}};
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    int[] at = corner[orientation - 1];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 16; x++) {
        image.setRGB(16 * at[0] + x, 8 * at[1] + y, 0xff0000);
      }
    }
    byte[] jpeg = withExif(encoded(image, "jpg"), orientation);
    RgbImage upright = uploads.decode("photo.jpg", jpeg);
    assertThat(upright.width()).isEqualTo(orientation < 5 ? 32 : 16);
    assertThat(upright.at(1, 1, 0)).isGreaterThan(200);
    assertThat(upright.at(upright.width() - 2, upright.height() - 2, 0)).isLessThan(60);
    assertThat(datasets.decode("photo.jpg", jpeg).width()).isEqualTo(32);
  }

  @Test
  void hugePicturesAreRefusedByTheirHeader() throws IOException {
    byte[] png = encoded(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    assertThatThrownBy(() -> PictureDecoder.check("huge.png", png))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("huge.png: has 50000 x 50000 pixels");
    assertThatThrownBy(() -> datasets.decode("huge.png", png)).isInstanceOf(PictureException.class);
  }

  @Test
  void emptyAndForeignFilesAreNamed() {
    assertThatThrownBy(() -> datasets.decode("zero.jpg", new byte[0]))
        .hasMessage("zero.jpg: the file is empty");
    assertThatThrownBy(() -> datasets.decode("text.jpg", "hello".getBytes(UTF_8)))
        .hasMessage("text.jpg: is no JPEG, PNG, WebP, GIF, BMP or TIFF picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void whereverAFileEndsTooSoonItIsAnError(String format) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, i * 7919);
    }
    byte[] whole = encoded(image, format);
    for (int length : new int[] {3, 20, whole.length / 2, whole.length * 3 / 4}) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> datasets.decode("torn", torn))
          .as("%s of %d bytes", format, length)
          .isInstanceOf(PictureException.class)
          .hasMessageStartingWith("torn: ");
    }
  }

  private static BufferedImage rgb(BufferedImage image) {
    BufferedImage out =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    out.getGraphics().drawImage(image, 0, 0, null);
    return out;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] cmyk(int[] inks) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, inks);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** An APP1 segment with the one tag, after the start of the picture. */
  private static byte[] withExif(byte[] jpeg, int orientation) {
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0MM\0*".getBytes(UTF_8));
    segment.putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    return out.put(jpeg, 0, 2).put(segment.array()).put(jpeg, 2, jpeg.length - 2).array();
  }
}
