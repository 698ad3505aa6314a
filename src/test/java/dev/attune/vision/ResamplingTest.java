package dev.attune.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ResamplingTest {

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("augmix");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resizedCropsEqualTheRecordedOnes(Fixtures.Case c) {
    int crops = 0;
    for (JsonNode op : c.get("operations")) {
      if (op.path("op").asString().equals("resized_crop")) {
        crops++;
        JsonNode b = op.path("box");
        Box box =
            new Box(
                b.path("left").asInt(),
                b.path("top").asInt(),
                b.path("width").asInt(),
                b.path("height").asInt());
        int size = op.path("size").asInt();
        RgbImage made =
            Resampling.resize(
                c.image(op.path("input").asString("input.png")), box, size, size, Filter.BILINEAR);
        String file = op.path("file").asString();
        assertThat(made.data()).as(file).isEqualTo(c.image(file).data());
      }
    }
    assertThat(crops).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void theSameSizeChangesNothing(Filter filter) {
    RgbImage image = noise(17, 9, 2);
    assertThat(Resampling.resize(image, 17, 9, filter).data()).isEqualTo(image.data());
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void onePlainColourStaysThatColour(Filter filter) {
    byte[] data = new byte[3 * 10 * 7];
    Arrays.fill(data, (byte) 200);
    assertThat(Resampling.resize(new RgbImage(10, 7, data), 23, 3, filter).data())
        .containsOnly((byte) 200);
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void aWindowIsACutOutOfTheWhole(Filter filter) {
    RgbImage image = noise(31, 40, 3);
    RgbImage whole = Resampling.resize(image, 20, 55, filter);
    Box window = new Box(6, 11, 9, 30);
    RgbImage part = Resampling.resize(image, Box.of(image), 20, 55, filter, window);
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(part.at(x, y, c)).isEqualTo(whole.at(x + 6, y + 11, c));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "31, 40, 20, 11", "31, 40, 31, 40", "31, 40, 31, 7", "31, 40, 7, 40", "200, 3, 20, 1",
    "3, 200, 1, 20", "1, 1, 1, 1", "20, 20, 33, 50", "97, 101, 96, 100", "500, 400, 2, 3"
  })
  void rowsOneAfterTheOtherGiveTheSamePicture(int width, int height, int toWidth, int toHeight) {
    RgbImage image = noise(width, height, 5);
    for (Filter filter : Filter.values()) {
      RowResampler rows = new RowResampler(Size.of(image), new Size(toWidth, toHeight), filter);
      for (int y = 0; y < height; y++) {
        rows.add(Arrays.copyOfRange(image.data(), 3 * y * width, 3 * (y + 1) * width));
      }
      assertThat(rows.image().data())
          .isEqualTo(Resampling.resize(image, toWidth, toHeight, filter).data());
    }
  }

  @Test
  void shrinkingByTwoWithTheTriangleWeighsFourPixels() {
    // 1 x 4 pixels to 1 x 2: centre 1, support 2, weights 1/8 (cut off), 3/8, 3/8, 1/8
    byte[] data = {80, 0, 0, 16, 0, 0, 8, 0, 0, 0, 0, 0};
    RgbImage half = Resampling.resize(new RgbImage(4, 1, data), 2, 1, Filter.BILINEAR);
    assertThat(half.at(0, 0, 0)).isEqualTo(Math.round((3 * 80 + 3 * 16 + 8) / 7f));
    assertThat(half.at(1, 0, 0)).isEqualTo(Math.round((16 + 3 * 8 + 3 * 0) / 7f));
  }

  @Test
  void aBoxOutsideOfThePictureIsAnError() {
    RgbImage image = noise(5, 5, 4);
    assertThatThrownBy(() -> Resampling.resize(image, new Box(3, 0, 3, 5), 4, 4, Filter.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 x 5");
  }

  static RgbImage noise(int width, int height, long seed) {
    byte[] data = new byte[3 * width * height];
    new Random(seed).nextBytes(data);
    return new RgbImage(width, height, data);
  }
}
