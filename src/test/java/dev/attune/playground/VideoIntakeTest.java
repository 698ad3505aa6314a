package dev.attune.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.VideoDataset;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.FrameTaking;
import dev.attune.testing.TestClips;
import dev.attune.testing.TestClips.Kind;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.VideoLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/** Videos that are brought: what is taken of them, and what is said of those that cannot be. */
class VideoIntakeTest {
  private static final int SIDE = 32;
  private static final FrameTaking FOUR =
      new FrameTaking(
          new FrameSampling(FrameSampling.Way.SEGMENTS, 4, 12, 0), ClipPreprocess.at(SIDE));
  private static final String NO_VIDEO =
      "video: is no video of a known kind, or is broken or cut off";

  @TempDir private Path home;
  @TempDir private Path folder;

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (var left = Files.list(home.resolve("uploads"))) {
      assertThat(left).as("of any upload").isEmpty();
    }
  }

  private SessionStore store() {
    return new SessionStore(
        new AttuneProperties(
            home,
            "cpu",
            AttuneProperties.Role.ALL,
            0,
            false,
            0,
            new AttuneProperties.Queue(1, 1, 1),
            new AttuneProperties.Uploads(
                DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), 9),
            new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
            new AttuneProperties.Security("attune", null, List.of()),
            new AttuneProperties.Pytorch(null)));
  }

  private VideoIntake.Taken take(Resource file, long maxBytes, VideoLimits limits) {
    return new VideoIntake(store(), new BuiltInDatasets(), maxBytes, limits)
        .take(file, "motion", null, FOUR);
  }

  private VideoIntake.Taken take(Path file) {
    return take(new FileSystemResource(file), 1 << 24, VideoLimits.STANDARD);
  }

  private void assertRefused(Path file, VideoLimits limits, String message) {
    assertThatThrownBy(() -> take(new FileSystemResource(file), 1 << 24, limits))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining(home.toString());
  }

  private void assertRefused(Path file, String message) {
    assertRefused(file, VideoLimits.STANDARD, message);
  }

  private Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.txt", "clip"})
  void framesAreTakenWhateverTheFileIsCalled(String name) {
    VideoIntake.Taken taken = take(TestClips.write(folder.resolve(name), Kind.WEBM, 24, 12));
    assertThat(taken.frames().frames()).hasSize(4).allMatch(f -> f.width() == SIDE);
    assertThat(taken.shown()).extracting(TestClips::number).containsExactly(3, 9, 15, 21);
    assertThat(taken.notes()).isEmpty();
  }

  @Test
  void aVariableRateAndASingleFrameAreTaken() {
    double[] times = {0, 0.1, 0.2, 1.5, 1.6, 3};
    Path variable = folder.resolve("a.mkv");
    TestClips.write(variable, Kind.MKV, times, 10, TestClips.WIDTH, TestClips.HEIGHT);
    assertThat(take(variable).shown()).extracting(TestClips::number).isSorted();
    Path still = TestClips.write(folder.resolve("b.gif"), Kind.GIF, 1, 12);
    assertThat(take(still).shown()).extracting(TestClips::number).containsExactly(0, 0, 0, 0);
  }

  @Test
  void aVideoOfTenHoursIsTakenAtItsTimes() {
    double[] times = new double[37];
    Arrays.setAll(times, i -> 1000 * i);
    Path file = folder.resolve("long.mkv");
    TestClips.write(file, Kind.MKV, times, 1, TestClips.WIDTH, TestClips.HEIGHT);
    assertThat(take(file).shown()).extracting(TestClips::number).containsExactly(4, 13, 22, 31);
  }

  @Test
  void aVideoThatIsCutOffSaysSo() throws IOException {
    byte[] all = Files.readAllBytes(TestClips.write(folder.resolve("clip"), Kind.AVI, 120, 12));
    VideoIntake.Taken taken =
        take(Files.write(folder.resolve("half.avi"), Arrays.copyOf(all, all.length / 2)));
    assertThat(taken.frames().frames()).hasSize(4);
    assertThat(taken.notes())
        .containsExactly("It is cut off or damaged: the frames are of what can be decoded.");
    byte[] mp4 = Files.readAllBytes(TestClips.write(folder.resolve("c"), Kind.MP4, 24, 12));
    assertRefused(
        Files.write(folder.resolve("half.mp4"), Arrays.copyOf(mp4, mp4.length / 2)), NO_VIDEO);
  }

  @Test
  void whatIsNoVideoIsRefusedByItsPartsName() throws Exception {
    assertRefused(text("a.mp4", "some words"), NO_VIDEO);
    assertRefused(text("empty.mp4", ""), "video: the file is empty");
    assertRefused(
        TestClips.sound(folder.resolve("song.mp4")), "video: holds sound and no pictures");
    assertRefused(withoutFrames(folder.resolve("none.mp4")), "video: holds no pictures");
  }

  private static Path withoutFrames(Path file) throws Exception {
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 64, 0)) {
      recorder.setFormat("mp4");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      recorder.start();
    }
    return file;
  }

  @Test
  void theLimitsHold() {
    Path clip = TestClips.write(folder.resolve("clip.mp4"), Kind.MP4, 24, 12);
    VideoLimits slow = new VideoLimits(8192, Duration.ZERO, 1000);
    assertRefused(clip, slow, "video: takes too long to decode");
    Path wide = folder.resolve("wide.mov");
    TestClips.write(wide, Kind.MOV, new double[] {0}, 12, 8208, 16);
    assertRefused(wide, "video: has 8208 x 16 pixels, more than the 8192 x 8192 that are read");
    assertThatThrownBy(
            () -> take(new ByteArrayResource(new byte[2000]), 1000, VideoLimits.STANDARD))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("video: is larger than 0.0 MiB");
  }

  @Test
  void scriptsListsAndManifestsLeadNowhere() throws IOException {
    Path secret = TestClips.write(folder.resolve("secret.mp4"), Kind.MP4, 24, 12);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String address = "http://127.0.0.1:%d/clip.ts".formatted(server.getLocalPort());
      for (String target : List.of(secret.toString(), "file:" + secret, address)) {
        assertRefused(text("a.mp4", "ffconcat version 1.0\nfile '" + target + "'\n"), NO_VIDEO);
        assertRefused(
            text("b.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + target + "\n"),
            NO_VIDEO);
        assertRefused(
            text(
                "c.mp4",
                "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet"
                    + " mimeType=\"video/mp4\"><Representation id=\"1\"><BaseURL>"
                    + target
                    + "</BaseURL></Representation></AdaptationSet></Period></MPD>"),
            NO_VIDEO);
      }
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aSampleIsTakenAsItsSetHasIt() {
    VideoDataset motion = new BuiltInDatasets().videos("motion");
    VideoIntake intake =
        new VideoIntake(store(), new BuiltInDatasets(), 1000, VideoLimits.STANDARD);
    VideoIntake.Taken taken = intake.take(null, "motion", 5, FOUR);
    assertThat(taken.notes())
        .containsExactly("It is sample 5 of motion: %s.".formatted(motion.truth(5)));
    assertThat(taken.frames().frames()).hasSize(4);
    for (int wrong : new int[] {-1, motion.size()}) {
      assertThatThrownBy(() -> intake.take(null, "motion", wrong, FOUR))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("sample: must be 0 to %d in motion".formatted(motion.size() - 1));
    }
    intake.take(resource(), "motion", null, FOUR);
  }

  /** Of a clip that is small in bytes. */
  private Resource resource() {
    Path still = TestClips.write(folder.resolve("s.gif"), Kind.GIF, new double[] {0}, 12, 16, 16);
    assertThat(still.toFile().length()).isLessThan(1000);
    return new FileSystemResource(still);
  }

  @Test
  void whatAKilledProcessLeftIsSweptAway() throws IOException {
    Path left = store().part();
    Files.writeString(left, "half a clip", StandardCharsets.UTF_8);
    store().sweep(id -> false);
    assertThat(left).as("it may be one that is being decoded").exists();
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    store().sweep(id -> false);
    assertThat(left).doesNotExist();
  }
}
