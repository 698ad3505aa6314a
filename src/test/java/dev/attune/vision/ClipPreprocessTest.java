package dev.attune.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attune.Fixtures;
import dev.attune.Fixtures.Tensor;
import dev.attune.encoder.clip.ClipPreprocess;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClipPreprocessTest {
  /** Such as {@code out.img0.n224_every_17th}: picture, resolution, what is recorded. */
  private static final Pattern RECORD =
      Pattern.compile("out\\.(img\\d+)\\.n(\\d+)(?:_([a-z0-9_]+?))??(?:_(\\d+)th)?");

  private static final Pattern CROP = Pattern.compile("out_(img\\d+)_n(\\d+)_crop\\.png");

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("preprocess");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedTensors(Fixtures.Case c) {
    int records = 0;
    for (Tensor t : c.tensors().byName().values()) {
      Matcher m = RECORD.matcher(t.name());
      if (m.matches()) {
        records++;
        RgbImage input = input(c, m.group(1));
        int resolution = Integer.parseInt(m.group(2));
        float[] made = ClipPreprocess.of(input, resolution);
        String kind = m.group(3) == null ? "full" : m.group(3);
        switch (kind) {
          case "full" -> assertThat(made).as(t.name()).containsExactly(t.floats(), within(1e-6f));
          case "uint8_hwc" ->
              assertThat(levels(ClipPreprocess.at(resolution).frame(input)))
                  .as(t.name())
                  .containsExactly(t.longs());
          case "every" ->
              assertThat(grid(made, resolution, Integer.parseInt(m.group(4))))
                  .as(t.name())
                  .containsExactly(t.floats(), within(1e-6f));
          case "channel_mean" ->
              assertThat(moments(made)[0]).as(t.name()).containsExactly(t.floats(), within(1e-5f));
          case "channel_std" ->
              assertThat(moments(made)[1]).as(t.name()).containsExactly(t.floats(), within(1e-5f));
          default -> throw new AssertionError("what is " + t.name() + "?");
        }
      }
    }
    assertThat(records).isPositive();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheRecordedCrops(Fixtures.Case c) {
    int crops = 0;
    for (String file : c.get("files").propertyNames()) {
      Matcher m = CROP.matcher(file);
      if (m.matches()) {
        crops++;
        RgbImage made = ClipPreprocess.at(Integer.parseInt(m.group(2))).frame(input(c, m.group(1)));
        assertThat(made.data()).as(file).isEqualTo(c.image(file).data());
      }
    }
    assertThat(crops).isPositive();
  }

  @Test
  void aPictureOfTheRightSizeIsOnlyNormalised() {
    RgbImage image = ResamplingTest.noise(8, 8, 1);
    assertThat(ClipPreprocess.at(8).frame(image).data()).isEqualTo(image.data());
    float white = (1 - 0.48145466f) / 0.26862954f;
    byte[] data = image.data().clone();
    data[0] = (byte) 255;
    assertThat(ClipPreprocess.of(new RgbImage(8, 8, data), 8)[0]).isCloseTo(white, within(1e-6f));
  }

  @Test
  void aVeryLongPictureCostsOnlyItsCentre() {
    assertThat(ClipPreprocess.of(ResamplingTest.noise(1, 20_000, 1), 224)).hasSize(3 * 224 * 224);
  }

  private static RgbImage input(Fixtures.Case c, String name) {
    return c.get("files").propertyNames().stream()
        .filter(f -> f.startsWith(name + "_"))
        .map(c::image)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no picture " + name + " in " + c));
  }

  private static long[] levels(RgbImage image) {
    long[] levels = new long[image.data().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = image.data()[i] & 0xff;
    }
    return levels;
  }

  private static float[] grid(float[] chw, int resolution, int step) {
    int side = (resolution + step - 1) / step;
    float[] out = new float[3 * side * side];
    for (int i = 0; i < out.length; i++) {
      int y = i / side % side * step;
      out[i] = chw[(i / (side * side) * resolution + y) * resolution + i % side * step];
    }
    return out;
  }

  /** Mean and standard deviation (unbiased, as PyTorch's) of each channel. */
  static float[][] moments(float[] chw) {
    float[][] out = new float[2][3];
    int n = chw.length / 3;
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        sum += chw[c * n + i];
      }
      for (int i = 0; i < n; i++) {
        squares += Math.pow(chw[c * n + i] - sum / n, 2);
      }
      out[0][c] = (float) (sum / n);
      out[1][c] = (float) Math.sqrt(squares / (n - 1));
    }
    return out;
  }
}
