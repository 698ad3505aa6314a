package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.VideoDataset;
import dev.attune.encoder.FeatureCache;
import dev.attune.encoder.VideoEncoder;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.task.FeatureBank;
import dev.attune.task.FeatureBanks;
import dev.attune.vision.decode.PictureException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The videos of a set as one model sees them, computed once and kept in the cache: what is
 * searched. Videos that cannot be read are not among its candidates. Letters: M videos that can be
 * read, n rows that tell one, E embedding.
 */
public final class VideoGallery {
  /** Frames that are encoded before somebody else may have the engine. */
  private static final int FRAMES = 24;

  private final VideoDataset set;
  private final VideoFrames frames;
  private final VideoEncoder reader;
  private final int rows;
  private final FeatureBank bank;
  private final NDManager manager;
  private int @Nullable [] present;
  private @Nullable NDArray told;
  private @Nullable NDArray features;

  /**
   * @param model name of the reader
   * @param frames as the adapted model sees them: judges see what it sees
   * @param banks where features are kept
   */
  public VideoGallery(
      VideoDataset set, VideoFrames frames, String model, VideoEncoder reader, FeatureBanks banks) {
    this.set = set;
    this.frames = frames;
    this.reader = reader;
    this.manager = banks.manager();
    rows = reader.rows(frames.sampling().frames());
    String content =
        "videos %s %s %s".formatted(frames.sampling(), frames.shown(), set.fingerprint());
    bank =
        banks.items(
            model, reader, content, set.size(), rows * reader.encoder().embedDim(), new Rows());
  }

  /** The name of the set. */
  String name() {
    return set.name();
  }

  /** Computes the next videos that are not there yet; says whether all are. */
  public boolean prepare() {
    return bank.advance();
  }

  /** The videos that can be read, ascending: the candidates. */
  public int[] present() {
    int[] known = present;
    if (known == null) {
      FeatureCache all = bank.features();
      known = IntStream.range(0, all.size()).filter(i -> !FeatureBanks.isMissing(all, i)).toArray();
      present = known;
    }
    return known.clone();
  }

  /** What tells the videos: (M, n, E); zeros for rows that a shorter video lacks. */
  public NDArray told() {
    NDArray known = told;
    if (known == null) {
      int[] there = present();
      int width = rows * reader.encoder().embedDim();
      float[] values = new float[there.length * width];
      for (int i = 0; i < there.length; i++) {
        bank.features().read(there[i], values, i * width);
      }
      Shape shape = new Shape(there.length, rows, reader.encoder().embedDim());
      known = Scopes.lasting(manager, Nn.fromHost(manager, values, shape));
      told = known;
    }
    return known;
  }

  /** The videos' features: (M, E), normalised. */
  public NDArray features() {
    NDArray known = features;
    if (known == null) {
      known = Scopes.lasting(manager, VideoEncoder.mean(told()));
      features = known;
    }
    return known;
  }

  /** Why a video is not among the candidates. */
  public PictureException whyNot(int video) {
    try {
      frames.of(video);
    } catch (PictureException e) {
      return e;
    }
    return new PictureException(
        set.id(video), "could not be read when the features were computed; it can be now");
  }

  /** Encodes the videos of a set one after the other; zeros for one that cannot be read. */
  private final class Rows implements FeatureCache.Producer {
    @Override
    public int batch() {
      return Math.max(1, FRAMES / frames.sampling().frames());
    }

    @Override
    public float[] features(int from, int to) {
      int width = rows * reader.encoder().embedDim();
      float[] all = new float[(to - from) * width];
      for (int i = from; i < to; i++) {
        float[] own = of(i);
        System.arraycopy(own, 0, all, (i - from) * width, own.length);
      }
      return all;
    }

    private float[] of(int video) {
      try {
        float[] values = frames.values(frames.next(video));
        int side = frames.shown().resolution();
        Shape shape = new Shape(values.length / (3L * side * side), 3, side, side);
        return Scopes.call(
            () -> reader.rows(Nn.fromHost(manager, values, shape), frames.shown()).toFloatArray());
      } catch (PictureException e) {
        return new float[0];
      }
    }
  }
}
