package dev.attune.task.training;

import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.Encoder;
import dev.attune.text.TextTokenizer;
import dev.attune.train.VideoExamples;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import dev.attune.vision.video.FrameSampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some videos as an encoder wants them. One that cannot be read is logged. */
final class TrainingVideos implements VideoExamples {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingVideos.class);

  private final VideoPart part;
  private final FrameSampling sampling;
  private final int words;
  private final Preprocess preprocess;
  private final TextTokenizer tokenizer;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /**
   * @param frames T
   * @param words tokens of a caption that are read, start and end among them
   */
  TrainingVideos(VideoPart part, Encoder encoder, int frames, int words) {
    this.part = part;
    FrameSampling own = part.data().sampling();
    sampling = new FrameSampling(own.way(), frames, own.rate(), own.seconds());
    this.words = words;
    preprocess = encoder.preprocess();
    tokenizer = encoder.tokenizer();
  }

  @Override
  public int size() {
    return part.size();
  }

  @Override
  public int captions(int video) {
    return part.captions(video);
  }

  @Override
  public OptionalInt reversed(int video) {
    return part.reversed(video);
  }

  @Override
  public long[] tokens(int video, int caption) {
    long[] ids = tokenizer.encode(part.data().captions(part.from() + video).get(caption));
    if (ids.length <= words) {
      return ids;
    }
    long[] cut = Arrays.copyOf(ids, words);
    cut[words - 1] = ids[ids.length - 1];
    return cut;
  }

  @Override
  public Shape shape() {
    int side = preprocess.resolution();
    return new Shape(sampling.frames(), 3, side, side);
  }

  @Override
  public Optional<float[]> frames(int video, @Nullable RandomGenerator random) {
    VideoDataset data = part.data();
    int index = part.from() + video;
    try {
      return Optional.of(
          values(
              data.frames(
                      index,
                      sampling,
                      n -> random == null ? sampling.of(n) : sampling.of(n, random),
                      preprocess::frame)
                  .frames()));
    } catch (PictureException e) {
      if (broken.add(data.id(index))) {
        LOG.warn("{} of {} is left out: {}", data.id(index), data.name(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private float[] values(List<RgbImage> frames) {
    int each = 3 * preprocess.resolution() * preprocess.resolution();
    float[] all = new float[sampling.frames() * each];
    for (int i = 0; i < sampling.frames(); i++) {
      RgbImage frame = frames.get(Math.min(i, frames.size() - 1)); // of fewer the last repeats
      preprocess.normalisation().write(frame, false, all, i * each);
    }
    return all;
  }
}
