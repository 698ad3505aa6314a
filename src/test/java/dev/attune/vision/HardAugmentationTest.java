package dev.attune.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values worked out by hand from Pillow's and torchvision's formulas. */
class HardAugmentationTest {

  @ParameterizedTest
  @CsvSource({
    // pure red: hue 0; a third of the circle is 85 of 255 steps
    "255,0,0, 0.3334, 0,255,0",
    "255,0,0, 0, 255,0,0",
    "0,0,255, 0.3334, 255,0,0",
    "90,90,90, 0.1, 90,90,90",
    "200,150,100, 0, 200,150,100"
  })
  void huesTurn(int r, int g, int b, double turn, int r2, int g2, int b2) {
    RgbImage made = Hue.shift(pixel(r, g, b), turn);
    assertThat(new int[] {made.at(0, 0, 0), made.at(0, 0, 1), made.at(0, 0, 2)})
        .satisfies(
            rgb -> {
              assertThat(Math.abs(rgb[0] - r2)).isLessThanOrEqualTo(2);
              assertThat(Math.abs(rgb[1] - g2)).isLessThanOrEqualTo(2);
              assertThat(Math.abs(rgb[2] - b2)).isLessThanOrEqualTo(2);
            });
  }

  @Test
  void aBlurKeepsPlainColoursAndSpreadsAPoint() {
    byte[] data = new byte[3 * 25];
    Arrays.fill(data, (byte) 77);
    assertThat(HardAugmentation.blur(new RgbImage(5, 5, data), 1.3).data()).isEqualTo(data);
    byte[] point = new byte[3 * 25];
    point[3 * 12] = (byte) 255;
    RgbImage blurred = HardAugmentation.blur(new RgbImage(5, 5, point), 1);
    double side = Math.exp(-0.5);
    double centre = 1 / (1 + 2 * side);
    assertThat(blurred.at(2, 2, 0)).isEqualTo((int) Math.rint(255 * centre * centre));
    assertThat(blurred.at(1, 2, 0)).isEqualTo((int) Math.rint(255 * centre * centre * side));
    assertThat(blurred.at(0, 2, 0)).isZero();
  }

  @Test
  void greyIsTheLuminance() {
    RgbImage grey = Enhance.grey(pixel(255, 0, 0));
    assertThat(grey.at(0, 0, 0)).isEqualTo(76);
    assertThat(grey.at(0, 0, 2)).isEqualTo(76);
  }

  private static RgbImage pixel(int r, int g, int b) {
    return new RgbImage(1, 1, new byte[] {(byte) r, (byte) g, (byte) b});
  }
}
