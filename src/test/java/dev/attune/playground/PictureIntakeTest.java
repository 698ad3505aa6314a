package dev.attune.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.attune.hub.ModelCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.InvalidRequestException;
import dev.attune.testing.TestPictures;
import dev.attune.vision.RgbImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PictureIntakeTest {
  private final ModelCatalog models = mock();
  private final PictureIntake intake =
      new PictureIntake(
          new AttuneProperties(
              Path.of("unused"),
              "cpu",
              AttuneProperties.Role.ALL,
              0,
              false,
              0,
              new AttuneProperties.Queue(1, 1, 1),
              new AttuneProperties.Uploads(
                  DataSize.ofKilobytes(200), DataSize.ofMegabytes(1), Duration.ofHours(1), 1),
              new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
              new AttuneProperties.Security("attune", null, List.of()),
              new AttuneProperties.Pytorch(null)),
          models);

  @Test
  void whatWasDoneToAPictureIsSaid() {
    assertThat(intake.take(TestPictures.png(40, 30)).notes()).isEmpty();
    assertNote(TestPictures.animatedGif(40, 30), "the first frame");
    assertNote(TestPictures.animatedPng(40, 30), "the first frame");
    assertNote(TestPictures.transparentPng(40, 30), "laid on white");
    assertNote(TestPictures.jpegTurned(40, 30, 6), "EXIF");
    assertThat(intake.take(TestPictures.jpegTurned(40, 30, 6)).image().width()).isEqualTo(30);
  }

  private void assertNote(byte[] file, String note) {
    assertThat(intake.take(file).notes()).singleElement().asString().contains(note);
  }

  @Test
  void largePicturesAreReducedAndTheSmallestIsTaken() {
    PictureIntake.Taken large = intake.take(TestPictures.png(2500, 2000));
    assertThat(large.image().width()).isEqualTo(1280);
    assertThat(large.image().height()).isEqualTo(1024);
    assertThat(large.notes())
        .containsExactly("It was reduced from 2500 x 2000 to 1280 x 1024 pixels.");
    assertThat(intake.take(TestPictures.png(5000, 1)).image().height()).isEqualTo(1);
    assertThat(intake.take(TestPictures.png(1, 1)).image().width()).isEqualTo(1);
  }

  @Test
  void aPanoramaKeepsTwiceTheShortSideThatTowersLookAt() {
    byte[] low = TestPictures.png(4000, 500);
    assertThat(intake.take(low).image().data()).isEqualTo(intake.reread(low).data());
    RgbImage panorama = intake.take(TestPictures.png(6000, 1500)).image();
    assertThat(List.of(panorama.width(), panorama.height())).containsExactly(4096, 1024);
    when(models.largestResolution()).thenReturn(512);
    panorama = intake.take(TestPictures.png(6000, 1500)).image();
    assertThat(List.of(panorama.width(), panorama.height())).containsExactly(4096, 1024);
    when(models.largestResolution()).thenReturn(700);
    panorama = intake.take(TestPictures.png(6000, 1500)).image();
    assertThat(List.of(panorama.width(), panorama.height())).containsExactly(5600, 1400);
    when(models.largestResolution()).thenReturn(800);
    assertThat(intake.take(TestPictures.png(6000, 1500)).notes()).isEmpty();
  }

  @Test
  void whatIsNoPictureOrTooLargeIsRefusedByTheNameOfItsField() {
    assertRefused("hello".getBytes(StandardCharsets.UTF_8), "image: is no JPEG, PNG");
    assertRefused(new byte[0], "image: the file is empty");
    assertRefused(new byte[205_000], "image: is larger than 0.2 MiB");
    assertRefused(TestPictures.pngClaiming(50_000, 50_000), "image: has 50000 x 50000 pixels");
  }

  @Test
  void whatMemoryCannotHoldIsThatPicturesError() {
    when(models.largestResolution()).thenThrow(new OutOfMemoryError("made up"));
    byte[] large = TestPictures.png(2500, 2000);
    assertRefused(large, "image: it takes more memory than there is");
    assertThat(intake.take(TestPictures.png(40, 30)).notes()).isEmpty();
  }

  private void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> intake.take(file))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(message);
  }
}
