package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.attune.dataset.ImageDataset;
import dev.attune.vision.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {

  private static final ImageDataset ICONS = new BuiltInDatasets().open("icons");

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void everySeverityIsFartherFromTheCleanPicture(Corruption corruption) {
    double before = 0;
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      double distance = 0;
      for (int i = 0; i < 40; i++) {
        RgbImage clean = ICONS.load(i).image();
        distance += distance(clean, corruption.apply(clean, severity, i));
      }
      assertThat(distance).as(corruption.title() + " " + severity).isGreaterThan(before);
      before = distance;
    }
  }

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void isRepeatableAndLeavesItsInputAlone(Corruption corruption) {
    RgbImage clean = ICONS.load(3).image();
    byte[] copy = clean.data().clone();
    byte[] first = corruption.apply(clean, 4, 3).data();
    assertThat(corruption.apply(clean, 4, 3).data()).isEqualTo(first);
    assertThat(clean.data()).isEqualTo(copy);
    assertThat(first).isNotEqualTo(copy);
  }

  @Test
  void noiseDiffersFromPictureToPicture() {
    RgbImage clean = ICONS.load(3).image();
    assertThat(
            Arrays.equals(
                Corruption.GAUSSIAN_NOISE.apply(clean, 2, 1).data(),
                Corruption.GAUSSIAN_NOISE.apply(clean, 2, 2).data()))
        .isFalse();
  }

  @Test
  void onlySeveritiesOneToFiveExist() {
    RgbImage clean = ICONS.load(0).image();
    assertThatIllegalArgumentException().isThrownBy(() -> Corruption.FOG.apply(clean, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Corruption.FOG.apply(clean, 6, 0));
  }

  private static double distance(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      double d = (a.data()[i] & 0xff) - (b.data()[i] & 0xff);
      sum += d * d;
    }
    return sum;
  }
}
