package dev.attune.vision.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.testing.TestClips;
import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameCacheTest {
  private static final FrameSampling SAMPLING = FrameSampling.SEGMENTS;

  @TempDir private Path folder;
  private int decoded;

  private SampledVideo video(int number) {
    decoded++;
    RgbImage first = TestClips.picture(number, 64, 48);
    return new SampledVideo(List.of(first, TestClips.picture(number + 1, 32, 16)), number == 2);
  }

  private SampledVideo ask(FrameCache cache, int number, FrameSampling sampling, String framing)
      throws IOException {
    return cache.frames("hash " + number, sampling, framing, () -> video(number));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void framesComeBackAsTheyWere() throws IOException {
    FrameCache cache = new FrameCache(folder.resolve("cache"), 1 << 20);
    SampledVideo made = ask(cache, 2, SAMPLING, "whole");
    SampledVideo kept = ask(cache, 2, SAMPLING, "whole");
    assertThat(decoded).isEqualTo(1);
    assertThat(kept.cut()).isTrue();
    assertThat(kept.frames()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(kept.frames().get(i).width()).isEqualTo(made.frames().get(i).width());
      assertThat(kept.frames().get(i).data()).isEqualTo(made.frames().get(i).data());
    }
  }

  @Test
  void allThatDecidesIsPartOfTheKey() throws IOException {
    FrameCache cache = new FrameCache(folder, 1 << 20);
    ask(cache, 1, SAMPLING, "whole");
    ask(cache, 1, SAMPLING, "224");
    ask(cache, 1, new FrameSampling(SAMPLING.way(), 8, 3, 0), "whole");
    ask(cache, 3, SAMPLING, "whole");
    assertThat(decoded).isEqualTo(4);
  }

  @Test
  void aDamagedFileIsMadeAnew() throws IOException {
    FrameCache cache = new FrameCache(folder, 1 << 20);
    ask(cache, 1, SAMPLING, "whole");
    Path file = files(folder).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    byte[] expected = TestClips.picture(1, 64, 48).data();
    assertThat(ask(cache, 1, SAMPLING, "whole").frames().get(0).data()).isEqualTo(expected);
    assertThat(decoded).isEqualTo(2);
    Files.write(file, new byte[] {1, 2, 3});
    assertThat(ask(cache, 1, SAMPLING, "whole").frames().get(0).data()).isEqualTo(expected);
    assertThat(decoded).isEqualTo(3);
  }

  @Test
  void whatWasNotAskedForLongestMakesRoom() throws IOException {
    FrameCache large = new FrameCache(folder, 1 << 20);
    ask(large, 1, SAMPLING, "whole");
    Path first = files(folder).get(0);
    long size = Files.size(first);
    FrameCache cache = new FrameCache(folder, 2 * size + size / 2);
    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));
    ask(cache, 3, SAMPLING, "whole");
    ask(cache, 1, SAMPLING, "whole"); // in use again
    Files.setLastModifiedTime(
        files(folder).stream().filter(f -> !f.equals(first)).findFirst().orElseThrow(),
        FileTime.fromMillis(2000));
    ask(cache, 5, SAMPLING, "whole");
    assertThat(files(folder)).hasSize(2).contains(first);
    assertThat(decoded).isEqualTo(3);
  }
}
