package dev.attune.vision.video;

import dev.attune.vision.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Takes frames of videos nobody here made. The kind of a file is told by its content, whatever it
 * is called; no other file is opened, and limits are held. Thread-safe.
 */
public final class VideoDecoder {
  /** From which share of what the file announces on a video that ends before it is cut off. */
  private static final double MISSING = 0.1;

  private final VideoLimits limits;

  public VideoDecoder(VideoLimits limits) {
    this.limits = limits;
  }

  /** The version of all that decides about a frame's pixels, for a cache's key. */
  public static String version() {
    return "ffmpeg " + Ffmpeg.load();
  }

  /**
   * Takes frames in one pass: only these become pictures.
   *
   * @param name for messages, which must not show where the file lies
   * @param file the video, or a folder of its frames
   * @param sampling which frames are looked at
   * @param indices which of so many thinned frames are taken, ascending, such as {@link
   *     FrameSampling#of(int)}
   * @param each what becomes of each frame at once, such as {@code preprocess::frame}
   * @throws VideoException when there is no video, it cannot be decoded, or it is too large
   */
  public SampledVideo decode(
      String name,
      Path file,
      FrameSampling sampling,
      IntFunction<int[]> indices,
      UnaryOperator<RgbImage> each) {
    if (Files.isDirectory(file)) {
      return FrameFolder.read(name, file, indices, each);
    }
    long begun = System.nanoTime();
    double announced;
    double end;
    try (FrameReader reader = new FrameReader(name, file, limits)) {
      announced = reader.duration();
      if (announced > 0) {
        List<RgbImage> frames = new ArrayList<>();
        double[] times = times(reader, sampling, indices, announced);
        if (take(reader, times, each, frames)) {
          return new SampledVideo(frames, reader.damaged());
        }
      }
      end = reader.end();
    }
    // it ends sooner than announced, or nothing was: what there is, is sampled anew
    try (FrameReader reader = new FrameReader(name, file, limits.since(begun))) {
      List<RgbImage> frames = new ArrayList<>();
      take(reader, times(reader, sampling, indices, end), each, frames);
      return new SampledVideo(frames, reader.damaged() || end < (1 - MISSING) * announced);
    }
  }

  private static double[] times(
      FrameReader reader, FrameSampling sampling, IntFunction<int[]> indices, double duration) {
    double rate = reader.frameRate();
    return Arrays.stream(indices.apply(sampling.thinned(duration, rate)))
        .mapToDouble(i -> i / sampling.thinnedRate(rate))
        .toArray();
  }

  /** Takes the frames of some times; false when the video ends before the last. */
  private static boolean take(
      FrameReader reader, double[] times, UnaryOperator<RgbImage> each, List<RgbImage> frames) {
    double shown = Double.NaN;
    boolean complete = true;
    for (double time : times) {
      complete = reader.forward(time);
      boolean again = reader.time() == shown;
      frames.add(again ? frames.get(frames.size() - 1) : each.apply(reader.picture()));
      shown = reader.time();
    }
    return complete;
  }
}
