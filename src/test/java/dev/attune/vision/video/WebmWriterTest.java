package dev.attune.vision.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.vision.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebmWriterTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      byte[] data = new byte[3 * 64 * 48];
      Arrays.fill(data, (byte) (40 * i));
      frames.add(new RgbImage(64, 48, data));
    }
    Path file = folder.resolve("clip.webm");
    WebmWriter.write(file, frames, 4);
    FrameSampling all = new FrameSampling(FrameSampling.Way.SEGMENTS, 6, 4, 0);
    SampledVideo read =
        new VideoDecoder(VideoLimits.STANDARD)
            .decode("clip.webm", file, all, n -> IntStream.range(0, n).toArray(), f -> f);
    assertThat(read.cut()).isFalse();
    assertThat(read.frames()).hasSize(6);
    for (int i = 0; i < 6; i++) {
      RgbImage frame = read.frames().get(i);
      assertThat(frame.width()).isEqualTo(64);
      assertThat(frame.data()[0] & 0xff).isBetween(40 * i - 8, 40 * i + 8);
    }
  }
}
