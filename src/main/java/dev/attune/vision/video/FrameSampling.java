package dev.attune.vision.video;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which frames of a video are taken. The video is thinned to a rate first; of the n frames that are
 * left, these are taken.
 *
 * @param way how they are chosen
 * @param frames T, how many at most
 * @param rate frames a second that thinning leaves; a slower video keeps all of its frames
 * @param seconds how much of the video's beginning is looked at; 0 for all of it
 */
public record FrameSampling(Way way, int frames, double rate, double seconds) {
  /** As DGL's program samples. */
  public static final FrameSampling SEGMENTS = new FrameSampling(Way.SEGMENTS, 12, 3, 0);

  /** How frames are chosen. */
  public enum Way {
    /** The middle of each of T segments; of fewer than T frames the last repeats. */
    @JsonProperty("segments")
    SEGMENTS {
      @Override
      int[] of(int n, int wanted) {
        return IntStream.range(0, wanted)
            .map(i -> n < wanted ? Math.min(i, n - 1) : (int) ((2L * i + 1) * n / (2L * wanted)))
            .toArray();
      }
    },

    /** From the first to the last at equal distances; fewer than T are as many as there are. */
    @JsonProperty("clip4clip")
    CLIP4CLIP {
      @Override
      int[] of(int n, int wanted) {
        int taken = Math.min(n, wanted);
        return IntStream.range(0, taken)
            .map(i -> taken == 1 ? 0 : (int) ((long) i * (n - 1) / (taken - 1)))
            .toArray();
      }
    };

    /**
     * Indices of what is taken, ascending.
     *
     * @param n at least 1
     */
    abstract int[] of(int n, int wanted);
  }

  /** Indices of the frames that are taken of {@code n} thinned ones, ascending. */
  public int[] of(int n) {
    return way.of(n, frames);
  }

  /** As {@link #of(int)} for training: a random frame of each segment. */
  public int[] of(int n, RandomGenerator random) {
    if (n < frames) {
      return of(n);
    }
    return IntStream.range(0, frames)
        .map(
            i -> {
              int from = (int) ((long) i * n / frames);
              int to = (int) ((i + 1L) * n / frames);
              return from + random.nextInt(to - from);
            })
        .toArray();
  }

  /**
   * How many frames thinning leaves, at least 1.
   *
   * @param duration of the video in seconds
   * @param frameRate its own frames a second; 0 where nobody knows
   */
  int thinned(double duration, double frameRate) {
    double looked = seconds > 0 ? Math.min(seconds, duration) : duration;
    // a hair less, so that a frame which begins at the very end is none
    return (int) Math.max(1, Math.ceil(looked * thinnedRate(frameRate) - 1e-6));
  }

  /** Frames a second after thinning. */
  double thinnedRate(double frameRate) {
    return frameRate > 0 ? Math.min(rate, frameRate) : rate;
  }
}
