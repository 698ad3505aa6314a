package dev.attune.vision.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.attune.testing.TestClips;
import dev.attune.testing.TestClips.Kind;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VideoDecoderTest {
  private static final FrameSampling FOUR = new FrameSampling(FrameSampling.Way.SEGMENTS, 4, 3, 0);

  private final VideoDecoder decoder = new VideoDecoder(VideoLimits.STANDARD);

  @TempDir private Path folder;

  private SampledVideo decode(Path file, FrameSampling sampling) {
    return decoder.decode("the clip", file, sampling, sampling::of, UnaryOperator.identity());
  }

  private List<Integer> numbers(Path file, FrameSampling sampling) {
    return decode(file, sampling).frames().stream().map(TestClips::number).toList();
  }

  /** 4 s at 12 a second are 12 thinned frames, every fourth: of these 1, 4, 7 and 10 are taken. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void theRightFramesOfEveryKindAreTaken(Kind kind) {
    Path file = TestClips.write(folder.resolve("clip"), kind, 48, 12);
    assertThat(numbers(file, FOUR)).containsExactly(4, 16, 28, 40);
    assertThat(decode(file, FOUR).cut()).isFalse();
  }

  /**
   * PyAV 18.1 of the same clips: each quarter's mean red, green and blue in frame 28. Encoders may
   * round otherwise on another processor.
   */
  @ParameterizedTest
  @CsvSource({
    "MP4, 92.3 102.8 79.2 127.9 84.6 141.9 76.1 157.5 57.7 156.1 157.5 177.9",
    "H264, 92.2 102.5 79.3 127.9 84.7 141.6 76.5 157.3 57.9 156.7 157.4 178.3",
    "MOV, 93.8 103.6 80.7 129.5 85.8 143.1 77.9 158.3 58.5 158.0 158.3 178.5",
    "WEBM, 92.3 102.7 79.5 127.8 84.7 141.7 76.4 157.5 57.8 156.4 157.6 178.1",
    "MKV, 92.3 102.8 79.2 127.9 84.6 141.9 76.1 157.5 57.7 156.1 157.5 177.9",
    "AVI, 92.3 102.8 79.2 127.9 84.6 141.9 76.1 157.5 57.7 156.1 157.5 177.9",
    "GIF, 94.5 103.3 81.7 130.2 85.4 144.2 78.5 158.6 59.4 158.7 158.5 179.6",
    "MPEGTS, 92.5 102.8 79.6 127.9 84.7 142.0 76.4 157.4 58.0 156.4 157.5 178.0"
  })
  void coloursAreThoseThatPyAvGives(Kind kind, String quarters) {
    Path file = TestClips.write(folder.resolve("clip"), kind, 48, 12);
    RgbImage frame = decode(file, FOUR).frames().get(2);
    String[] expected = quarters.split(" ");
    for (int i = 0; i < expected.length; i++) {
      assertThat(quarter(frame, i / 3 % 2, i / 6, i % 3))
          .as("value %d", i)
          .isCloseTo(Double.parseDouble(expected[i]), within(0.5));
    }
  }

  private static double quarter(RgbImage frame, int right, int down, int channel) {
    int w = frame.width() / 2;
    int h = frame.height() / 2;
    double sum = 0;
    for (int y = down * h; y < (down + 1) * h; y++) {
      for (int x = right * w; x < (right + 1) * w; x++) {
        sum += frame.at(x, y, channel);
      }
    }
    return sum / (w * h);
  }

  /** Whatever lies between the frames that are wanted: a key frame is every twelfth. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void jumpingOverKeyFramesTakesTheSameFrames(Kind kind) {
    Path file = TestClips.write(folder.resolve("clip"), kind, 240, 12);
    for (int frames = 1; frames <= 30; frames++) {
      FrameSampling sampling = new FrameSampling(FrameSampling.Way.SEGMENTS, frames, 12, 0);
      assertThat(numbers(file, sampling))
          .as("%d frames", frames)
          .containsExactlyElementsOf(Arrays.stream(sampling.of(240)).boxed().toList());
    }
  }

  /** The last frame not after the wanted time, at a variable rate. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"MP4", "MKV", "WEBM"})
  void atAVariableRateTheFrameThatIsShownIsTaken(Kind kind) {
    double[] times = {0, 0.1, 0.2, 1.0, 1.05, 1.5, 3.0, 3.2, 3.9};
    Path file =
        TestClips.write(folder.resolve("clip"), kind, times, 20, TestClips.WIDTH, TestClips.HEIGHT);
    FrameSampling each = new FrameSampling(FrameSampling.Way.CLIP4CLIP, 64, 1, 0);
    assertThat(numbers(file, each)).startsWith(0, 3, 5, 6);
    FrameSampling often = new FrameSampling(FrameSampling.Way.CLIP4CLIP, 64, 2, 0);
    assertThat(numbers(file, often)).startsWith(0, 2, 3, 5, 5, 5, 6, 7);
  }

  @Test
  void aSlowOrShortVideoRepeatsItsLastFrame() {
    Path slow = TestClips.write(folder.resolve("slow"), Kind.MP4, 3, 1);
    assertThat(numbers(slow, new FrameSampling(FrameSampling.Way.SEGMENTS, 5, 3, 0)))
        .containsExactly(0, 1, 2, 2, 2);
    assertThat(numbers(slow, new FrameSampling(FrameSampling.Way.CLIP4CLIP, 5, 3, 0)))
        .containsExactly(0, 1, 2);
  }

  @Test
  void onlyTheBeginningIsLookedAtWhereTheSamplingSaysSo() {
    Path file = TestClips.write(folder.resolve("clip"), Kind.MP4, 48, 12);
    assertThat(numbers(file, new FrameSampling(FrameSampling.Way.CLIP4CLIP, 64, 1, 2)))
        .containsExactly(0, 12);
  }

  @Test
  void aStillGifIsAVideoOfOneFrame() {
    Path file = TestClips.write(folder.resolve("clip.gif"), Kind.GIF, 1, 10);
    assertThat(numbers(file, FOUR)).containsExactly(0, 0, 0, 0);
  }

  /** Stored so that each matrix brings it upright; columns are a, b, c, d of the file format. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1",
    "-1, 0, 0, 1",
    "-1, 0, 0, -1",
    "1, 0, 0, -1",
    "0, 1, 1, 0",
    "0, 1, -1, 0",
    "0, -1, 1, 0",
    "0, -1, -1, 0"
  })
  void turnedAndMirroredVideosStandUpright(int a, int b, int c, int d) {
    Path file = TestClips.write(folder.resolve("clip.mp4"), Kind.MP4, 12, 12);
    RgbImage stored = decode(file, FOUR).frames().get(0);
    TestClips.turn(file, a, b, c, d);
    RgbImage shown = decode(file, FOUR).frames().get(0);
    boolean swapped = a == 0;
    assertThat(shown.width()).isEqualTo(swapped ? stored.height() : stored.width());
    for (int y = 0; y < stored.height(); y += 5) {
      for (int x = 0; x < stored.width(); x += 5) {
        // (x', y') = (a x + c y, b x + d y), moved so that nothing is negative
        int shownX = a * x + c * y + (a + c < 0 ? shown.width() - 1 : 0);
        int shownY = b * x + d * y + (b + d < 0 ? shown.height() - 1 : 0);
        for (int channel = 0; channel < 3; channel++) {
          assertThat(shown.at(shownX, shownY, channel)).isEqualTo(stored.at(x, y, channel));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"AVI", "MKV", "MPEGTS", "WEBM"})
  void aVideoThatIsCutOffIsSampledOverWhatThereIs(Kind kind) throws IOException {
    Path file = TestClips.write(folder.resolve("clip"), kind, 120, 12);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    SampledVideo video = decode(file, FOUR);
    List<Integer> numbers = video.frames().stream().map(TestClips::number).toList();
    assertThat(numbers).hasSize(4).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(3)).isBetween(30, 80);
    assertThat(video.cut()).isEqualTo(kind != Kind.MPEGTS); // which announces no length
  }

  @Test
  void aFolderOfFramesIsAVideo() throws IOException {
    Path frames = Files.createDirectory(folder.resolve("clip"));
    for (int i = 0; i < 12; i++) {
      ImageIO.write(
          TestClips.picture(i, TestClips.WIDTH, TestClips.HEIGHT).toBufferedImage(),
          "png",
          frames.resolve("frame " + i + ".png").toFile());
    }
    Files.writeString(frames.resolve("notes.txt"), "not a frame");
    assertThat(numbers(frames, FOUR)).containsExactly(1, 4, 7, 10);
    Files.writeString(frames.resolve("frame 4.png"), "broken");
    assertThatThrownBy(() -> decode(frames, FOUR))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("the clip/frame 4.png");
    assertRefused(Files.createDirectory(folder.resolve("empty")), "no frames");
  }

  @Test
  void aVideoWithSoundOnlyIsNamed() {
    assertRefused(TestClips.sound(folder.resolve("song.mp4")), "sound and no pictures");
  }

  @Test
  void nothingIsKeptOfAThousandVideos() throws IOException {
    Path good = TestClips.write(folder.resolve("clip.mp4"), Kind.MP4, 12, 12);
    byte[] all = Files.readAllBytes(good);
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(all, all.length / 2));
    Path noise = Files.writeString(folder.resolve("noise.mp4"), "no video at all");
    Path song = TestClips.sound(folder.resolve("song.mp4"));
    long before = 0;
    for (int i = 0; i < 1000; i++) {
      assertThat(numbers(good, FOUR)).hasSize(4);
      for (Path broken : List.of(cut, noise, song)) {
        assertThatThrownBy(() -> decode(broken, FOUR)).isInstanceOf(VideoException.class);
      }
      before = i == 200 ? resident() : before;
    }
    assertThat(resident() - before).isLessThan(30L << 20);
  }

  private static long resident() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS"))
        .mapToLong(l -> 1024 * Long.parseLong(l.replaceAll("\\D", "")))
        .sum();
  }

  @Test
  void ffmpegSaysNothing() {
    decode(TestClips.write(folder.resolve("clip"), Kind.MOV, 12, 12), FOUR);
    assertThat(avutil.av_log_get_level()).isEqualTo(avutil.AV_LOG_QUIET);
  }

  @Test
  void whatIsNoVideoIsNamed() throws IOException {
    assertRefused(Files.writeString(folder.resolve("a.mp4"), "some words"), "no video");
    assertRefused(Files.write(folder.resolve("b.mp4"), new byte[0]), "no video");
    assertRefused(folder.resolve("none.mp4"), "missing");
    assertRefused(folder.resolve("none"), "missing");
    Path mp4 = TestClips.write(folder.resolve("c.mp4"), Kind.MP4, 24, 12);
    byte[] all = Files.readAllBytes(mp4); // its table of contents comes last
    assertRefused(Files.write(mp4, Arrays.copyOf(all, all.length / 2)), "cut off");
  }

  private void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> decode(file, FOUR))
        .isInstanceOf(VideoException.class)
        .hasMessageStartingWith("the clip: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining(folder.toString());
  }

  @Test
  void theLimitsHold() {
    Path file = TestClips.write(folder.resolve("clip.mp4"), Kind.MP4, 24, 12);
    assertLimited(file, new VideoLimits(100, Duration.ofSeconds(30), 1000), "128 x 96 pixels");
    assertLimited(file, new VideoLimits(128, Duration.ZERO, 1000), "too long");
    assertLimited(file, new VideoLimits(128, Duration.ofSeconds(30), 3), "parts");
  }

  private static void assertLimited(Path file, VideoLimits limits, String reason) {
    assertThatThrownBy(
            () ->
                new VideoDecoder(limits)
                    .decode("the clip", file, FOUR, FOUR::of, UnaryOperator.identity()))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining(reason);
  }
}
