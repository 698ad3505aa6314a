package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Frames of some videos.
 *
 * @param places of those that can be read, among the ones that were wanted
 */
record VideoBatch(VideoExamples videos, List<Integer> places, List<float[]> frames) {

  /**
   * Loads videos; one that cannot be read is left out.
   *
   * @param random for a place, see {@link VideoExamples#frames}
   */
  static VideoBatch load(
      VideoExamples videos, List<Integer> wanted, IntFunction<@Nullable RandomGenerator> random) {
    List<Optional<float[]>> loaded =
        IntStream.range(0, wanted.size())
            .parallel()
            .mapToObj(place -> videos.frames(wanted.get(place), random.apply(place)))
            .toList();
    List<Integer> places = new ArrayList<>();
    List<float[]> frames = new ArrayList<>();
    for (int place = 0; place < loaded.size(); place++) {
      if (loaded.get(place).isPresent()) {
        places.add(place);
        frames.add(loaded.get(place).get());
      }
    }
    return new VideoBatch(videos, places, frames);
  }

  int size() {
    return places.size();
  }

  /** (B, T, 3, R, R). */
  NDArray array(NDManager manager) {
    int each = (int) videos.shape().size();
    float[] all = new float[Math.multiplyExact(size(), each)];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(frames.get(i), 0, all, i * each, each);
    }
    return Nn.fromHost(manager, all, new Shape(size()).addAll(videos.shape()));
  }
}
