package dev.attune.dataset.icons;

import dev.attune.dataset.VideoDataset;
import dev.attune.digest.Sha256;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A built-in set of clips, drawn and worded when they are asked for. Each is followed, or preceded,
 * by the same one in reverse, so that what is said of its direction is known only to who sees the
 * order of the frames. Its 12 frames are taken for thinned already.
 */
final class MotionDataset implements VideoDataset {
  static final String NAME = "motion";
  static final String TRAINING = "motion-train";

  private static final Set<Integer> ORDERED =
      IntStream.range(0, ClipGrammar.ORDERED).boxed().collect(Collectors.toUnmodifiableSet());

  private final String name;
  private final long seed;
  private final int size;
  private volatile @Nullable String fingerprint;

  /**
   * @param size even; a smaller set is the start of a larger one
   */
  MotionDataset(String name, long seed, int size) {
    this.name = name;
    this.seed = seed;
    this.size = size;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String id(int index) {
    return "%s-%05d".formatted(name, Objects.checkIndex(index, size));
  }

  /** Of a clip and its reverse: they share all that is drawn by chance. */
  private PictureRandom random(int index) {
    return new PictureRandom(name, seed, Objects.checkIndex(index, size) / 2);
  }

  private static Clip clip(PictureRandom random, int index) {
    Clip clip = Clip.plan(random, IconFamily.policy());
    return index % 2 == 0 ? clip : clip.reversed();
  }

  @Override
  public List<String> captions(int index) {
    return ClipGrammar.captions(
        new PictureRandom("captions-" + name, seed, index), clip(random(index), index));
  }

  @Override
  public SampledVideo frames(
      int index, FrameSampling sampling, IntFunction<int[]> indices, UnaryOperator<RgbImage> each) {
    return new SampledVideo(
        drawn(index, indices.apply(Clip.FRAMES)).stream().map(each).toList(), false);
  }

  private List<RgbImage> drawn(int index, int[] numbers) {
    PictureRandom random = random(index);
    Clip clip = clip(random, index);
    return clip.frames(random, numbers);
  }

  @Override
  public RgbImage picture(int index) {
    return drawn(index, new int[] {Clip.FRAMES / 2}).get(0);
  }

  @Override
  public String content(int index) {
    return Sha256.of("%s\n%d\n%d".formatted(id(index), seed, GeneratedSet.GENERATOR_VERSION));
  }

  @Override
  public OptionalInt reversed(int index) {
    return OptionalInt.of(Objects.checkIndex(index, size) ^ 1);
  }

  @Override
  public Set<Integer> ordered(int index) {
    return ORDERED;
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = GeneratedSet.fingerprint(this, seed, this::captions);
      fingerprint = known;
    }
    return known;
  }
}
