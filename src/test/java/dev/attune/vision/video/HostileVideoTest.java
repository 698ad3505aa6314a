package dev.attune.vision.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.testing.TestClips;
import dev.attune.testing.TestClips.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lead to other files or hosts: none of these may be opened. */
class HostileVideoTest {
  private static final String SECRET = "secret.mp4";
  private static final String CONCAT = "ffconcat version 1.0\nfile " + SECRET + "\n";
  private static final String HLS =
      """
      #EXTM3U
      #EXT-X-VERSION:3
      #EXT-X-TARGETDURATION:2
      #EXTINF:2,
      %s
      #EXT-X-ENDLIST
      """;
  private static final String DASH =
      """
      <?xml version="1.0"?>
      <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"
           minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
        <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">
          <BaseURL>%s</BaseURL>
        </Representation></AdaptationSet></Period>
      </MPD>
      """;
  private static final String SDP =
      "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n";

  @TempDir private Path folder;

  @BeforeEach
  void writeSecret() {
    TestClips.write(folder.resolve(SECRET), Kind.MP4, 24, 12);
  }

  private void assertRefused(Path file) {
    FrameSampling sampling = FrameSampling.SEGMENTS;
    assertThatThrownBy(
            () ->
                new VideoDecoder(VideoLimits.STANDARD)
                    .decode("the clip", file, sampling, sampling::of, UnaryOperator.identity()))
        .isInstanceOf(VideoException.class)
        .hasMessage("the clip: is no video of a known kind, or is broken or cut off");
  }

  /** What is refused below is dangerous indeed: FFmpeg as it comes opens the file beside. */
  @Test
  void aScriptOpensAnotherFileWhereNobodyForbidsIt() throws IOException {
    Path script = Files.writeString(folder.resolve("clip.mp4"), CONCAT);
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(script.toFile())) {
      grabber.start();
      assertThat(grabber.grabImage()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.avi", "clip.mkv", "clip.txt", "clip.ffconcat", "clip"})
  void aScriptDoesNotOpenAnotherFile(String name) throws IOException {
    assertRefused(Files.writeString(folder.resolve(name), CONCAT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.webm", "clip.m3u8", "clip.mpd", "clip.ts", "clip"})
  void aListOrManifestDoesNotOpenAnotherFile(String name) throws IOException {
    String secret = folder.resolve(SECRET).toString();
    for (String target : new String[] {SECRET, secret, "file:" + secret, "concat:" + secret}) {
      assertRefused(Files.writeString(folder.resolve(name), HLS.formatted(target)));
      assertRefused(Files.writeString(folder.resolve(name), DASH.formatted(target)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.m3u8", "clip.mpd", "clip.sdp"})
  void nobodyIsCalled(String name) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String address = "http://127.0.0.1:%d/clip.ts".formatted(server.getLocalPort());
      assertRefused(Files.writeString(folder.resolve(name), HLS.formatted(address)));
      assertRefused(Files.writeString(folder.resolve(name), DASH.formatted(address)));
      assertRefused(
          Files.writeString(
              folder.resolve(name), "ffconcat version 1.0\nfile '" + address + "'\n"));
      assertRefused(Files.writeString(folder.resolve(name), SDP));
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aNumberedNameOpensNoOtherFiles() throws IOException {
    for (int i = 0; i < 3; i++) {
      ImageIO.write(
          TestClips.picture(i, TestClips.WIDTH, TestClips.HEIGHT).toBufferedImage(),
          "png",
          folder.resolve("clip00%d.png".formatted(i)).toFile());
    }
    assertRefused(Files.writeString(folder.resolve("clip%03d.png"), "no picture"));
  }

  @Test
  void aNameIsNoAddress() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("concat:a|b"));
    Path file = Files.move(folder.resolve(SECRET), odd.resolve("http:x %03d ä.mp4"));
    FrameSampling sampling = FrameSampling.SEGMENTS;
    assertThat(
            new VideoDecoder(VideoLimits.STANDARD)
                .decode("the clip", file, sampling, sampling::of, UnaryOperator.identity())
                .frames())
        .hasSize(sampling.frames());
  }
}
