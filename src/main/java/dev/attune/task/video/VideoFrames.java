package dev.attune.task.video;

import dev.attune.dataset.VideoDataset;
import dev.attune.task.TaskException;
import dev.attune.vision.Preprocess;
import dev.attune.vision.video.FrameCache;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Frames of a set's videos as a model sees them, from the cache or else decoded. The next ones are
 * decoded on other threads while the caller computes. Thread-safe.
 */
public final class VideoFrames {
  /** Videos that may wait for the one who computes: their frames take memory. */
  private static final int MOST_AHEAD = 8;

  private final VideoDataset set;
  private final FrameSampling sampling;
  private final Preprocess shown;
  private final FrameCache cache;
  private final int ahead = Math.min(MOST_AHEAD, Runtime.getRuntime().availableProcessors());
  private final Map<Integer, CompletableFuture<SampledVideo>> coming = new ConcurrentHashMap<>();

  /**
   * @param shown how a model wants its pictures
   */
  public VideoFrames(VideoDataset set, FrameSampling sampling, Preprocess shown, FrameCache cache) {
    this.set = set;
    this.sampling = sampling;
    this.shown = shown;
    this.cache = cache;
  }

  public FrameSampling sampling() {
    return sampling;
  }

  public Preprocess shown() {
    return shown;
  }

  /** What of each frame is kept, in words, beside the sampling. */
  String preparation() {
    return "%d %s".formatted(shown.resolution(), shown.framing());
  }

  /**
   * One video's frames.
   *
   * @throws dev.attune.vision.decode.PictureException when this one cannot be read
   */
  public SampledVideo of(int index) {
    String content = set.content(index);
    if (content.isEmpty()) { // broken when it was registered
      return set.frames(index, sampling, sampling::of, shown::frame);
    }
    try {
      return cache.frames(
          content,
          sampling,
          preparation(),
          () -> set.frames(index, sampling, sampling::of, shown::frame));
    } catch (IOException e) {
      throw new TaskException(
          "the frames of %s cannot be kept in the cache".formatted(set.id(index)), e);
    }
  }

  /** The same, while those after it are begun with. */
  SampledVideo next(int index) {
    CompletableFuture<SampledVideo> wanted = begun(index);
    for (int i = index + 1; i < Math.min(set.size(), index + 1 + ahead); i++) {
      begun(i);
    }
    try {
      return wanted.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw e;
    } finally {
      coming.remove(index);
    }
  }

  private CompletableFuture<SampledVideo> begun(int index) {
    return coming.computeIfAbsent(index, n -> CompletableFuture.supplyAsync(() -> of(n)));
  }

  /** A video's values, (t, 3, R, R), row-major. */
  public float[] values(SampledVideo video) {
    int size = 3 * shown.resolution() * shown.resolution();
    float[] values = new float[video.frames().size() * size];
    for (int f = 0; f < video.frames().size(); f++) {
      shown.normalisation().write(video.frames().get(f), false, values, f * size);
    }
    return values;
  }
}
