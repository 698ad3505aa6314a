package dev.attune.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.Fixtures;
import dev.attune.encoder.clip.ClipPreprocess;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ViewsTest {
  private static final RgbImage IMAGE = ResamplingTest.noise(50, 40, 1);

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("augmix");
  }

  @Test
  void viewZeroIsThePlainPicture() {
    float[] views = make(7, 5, 0);
    assertThat(Arrays.copyOf(views, 3 * 16 * 16)).isEqualTo(ClipPreprocess.of(IMAGE, 16));
    assertThat(views).hasSize(5 * 3 * 16 * 16);
  }

  @Test
  void seedAndIndexDecideEverything() {
    assertThat(make(7, 5, 3)).isEqualTo(make(7, 5, 3));
    assertThat(make(7, 5, 3)).isNotEqualTo(make(7, 5, 4));
    assertThat(make(7, 5, 3)).isNotEqualTo(make(8, 5, 3));
    assertThat(Arrays.copyOf(make(7, 9, 3), 5 * 3 * 16 * 16))
        .as("more views begin with the same ones")
        .isEqualTo(make(7, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(Augmentation.class)
  void everyAugmentationIsDecidedBySeedAndIndex(Augmentation augmentation) {
    float[] views = make(augmentation, 7, 20, 3);
    assertThat(views).isEqualTo(make(augmentation, 7, 20, 3));
    assertThat(Arrays.copyOf(views, 3 * 16 * 16))
        .as("the first view is plain")
        .isEqualTo(ClipPreprocess.of(IMAGE, 16));
    assertThat(Arrays.copyOfRange(views, 3 * 16 * 16, views.length))
        .as("the second is not")
        .isNotEqualTo(make(augmentation, 8, 20, 3));
    for (float value : views) {
      assertThat(value).isBetween(-2f, 2.3f);
    }
  }

  @Test
  void theGeneratorsSequenceIsFixed() {
    RandomGenerator random = SampleRandom.of(42, 3);
    assertThat(random.nextLong()).isEqualTo(5877018063529567188L);
    assertThat(random.nextInt(1000)).isEqualTo(300);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFlipEqualsTheRecordedOne(Fixtures.Case c) {
    for (JsonNode op : c.get("operations")) {
      if (op.path("op").asString().equals("horizontal_flip")) {
        RgbImage input = c.image(op.path("input").asString("input.png"));
        RgbImage flipped = c.image(op.path("file").asString());
        float[] made = new float[input.data().length];
        ClipPreprocess.at(16).normalisation().write(input, true, made, 0);
        float[] expected = new float[made.length];
        ClipPreprocess.at(16).normalisation().write(flipped, false, expected, 0);
        assertThat(made).isEqualTo(expected);
        assertThat(PixelOps.mirror(input).data()).isEqualTo(flipped.data());
      }
    }
  }

  @Test
  void cropsKeepScaleAndRatio() {
    RandomResizedCrop crop = new RandomResizedCrop(0.5);
    RandomGenerator random = SampleRandom.of(1, 1);
    for (int i = 0; i < 1000; i++) {
      Box box = crop.draw(64, 64, random);
      box.checkWithin(64, 64);
      assertThat(box.width() * box.height() / 4096.0).isBetween(0.49, 1.0);
      assertThat((double) box.width() / box.height()).isBetween(0.73, 1.36);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "64,64,0,0,64,64",
    "100,10,43,0,13,10",
    "10,100,0,43,10,13",
    "1,500,0,249,1,1",
    "4,3,0,0,4,3"
  })
  void theFallbackIsCentral(int width, int height, int left, int top, int w, int h) {
    assertThat(RandomResizedCrop.central(width, height)).isEqualTo(new Box(left, top, w, h));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
  void aScaleOutsideOfItsRangeIsAnError(double scale) {
    assertThatThrownBy(() -> new RandomResizedCrop(scale))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] make(long seed, int views, int index) {
    return make(Augmentation.CROP, seed, views, index);
  }

  private static float[] make(Augmentation augmentation, long seed, int views, int index) {
    RandomResizedCrop crop = new RandomResizedCrop(0.3);
    return Views.of(
        IMAGE, ClipPreprocess.at(16), views, augmentation, crop, SampleRandom.of(seed, index));
  }
}
