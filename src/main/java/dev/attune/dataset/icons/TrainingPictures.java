package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An endless, seeded stream of pictures with captions, for contrastive training. Picture {@code i}
 * is the same whenever and in whatever order it is asked for. May be used from any thread.
 *
 * <p>Seven in ten show one thing, three in ten are scenes. The judge has seen more of the world: of
 * its single things some are grey and some are contours, so that it knows drawings, some stand on
 * busy textures, and some pictures are grainy, blurred or faint. The policy's never are. For who is
 * to see clips, seven in ten are stills of clips, more often from their end, as the pictures of the
 * web show what has just happened, so that the words for it mean something. Each is followed, or
 * preceded, by one of the same clip in reverse: nothing else in a batch asks for the direction.
 */
public final class TrainingPictures {

  /** Who is being trained. */
  public enum Audience {
    POLICY(IconFamily.policy(), "policy"),
    JUDGE(IconFamily.judge(), "judge"),
    /** The model that does nothing but select the set {@code icons-hard}. */
    THIRD(IconFamily.policy(), "third"),
    /** Who has learned what things are, and is to learn the words for what they do. */
    MOTION(IconFamily.judge(), "student");

    private final List<IconFamily> families;
    private final String stream;

    Audience(List<IconFamily> families, String stream) {
      this.families = families;
      this.stream = stream;
    }

    /** Whose icons its training pictures show. */
    public List<IconFamily> families() {
      return families;
    }
  }

  /**
   * One picture with one caption.
   *
   * @param caption lower case, as a tokeniser takes it
   * @param group captions of equal meaning share it: the concept's index when the caption only
   *     names the one thing shown, else a hash of the caption (never below 2^32). Pictures of a
   *     group take each other's captions as equally right
   * @param concept the one thing shown, or -1 for a scene. A caption whose {@code group} equals a
   *     picture's {@code concept} is right for that picture too, whatever its own caption is
   */
  public record TrainingPicture(RgbImage image, String caption, long group, int concept) {}

  private static final double STILLS = 0.7;

  /** Of as many frames a still is the latest. */
  private static final int LATE = 3;

  private static final double SCENES = 0.3;
  private static final double NAMING = 0.6;
  private static final double BUSY = 0.5;
  private static final double WEATHERED = 0.4;

  private final Audience audience;
  private final long seed;
  private final IconPainter painter = new IconPainter();
  private final ScenePainter scenes = new ScenePainter();
  private final Grammar grammar = new Grammar();
  private final int concepts = Concepts.get().size();
  private final List<Integer> all = IntStream.range(0, concepts).boxed().toList();

  public TrainingPictures(Audience audience, long seed) {
    this.audience = audience;
    this.seed = seed;
  }

  /** Picture {@code i} of the stream. */
  public TrainingPicture get(long i) {
    PictureRandom random = new PictureRandom("train-" + audience.stream, seed, i);
    if (audience == Audience.MOTION) {
      PictureRandom both = new PictureRandom("train-clips", seed, i / 2);
      if (both.chance(STILLS)) {
        Clip clip = Clip.plan(both, audience.families);
        return still(random, i % 2 == 0 ? clip : clip.reversed());
      }
    }
    if (random.chance(SCENES)) {
      Scene scene = scenes.plan(random, audience.families, all, Background.usual());
      RgbImage image = scenes.paint(random, scene);
      String caption = grammar.caption(random, scene);
      return new TrainingPicture(image, caption, group(caption), -1);
    }
    int concept = random.below(concepts);
    boolean worldly = audience == Audience.JUDGE || audience == Audience.MOTION;
    double look = worldly ? random.uniform() : 1;
    if (look < 0.3) {
      IconPicture picture =
          look < 0.15
              ? painter.paintGrey(random, concept, audience.families)
              : painter.paintSketch(random, concept, audience.families, random.uniform(0, 0.6), 1);
      return new TrainingPicture(
          picture.image(), grammar.naming(random, concept), concept, concept);
    }
    IconPicture picture =
        worldly && random.chance(BUSY)
            ? painter.paintBusy(random, concept, audience.families)
            : painter.paint(random, concept, audience.families, Background.usual());
    RgbImage image =
        worldly && random.chance(WEATHERED) ? weathered(random, picture.image()) : picture.image();
    if (random.chance(NAMING)) {
      return new TrainingPicture(image, grammar.naming(random, concept), concept, concept);
    }
    String caption = grammar.describing(random, picture);
    return new TrainingPicture(image, caption, group(caption), concept);
  }

  private TrainingPicture still(PictureRandom random, Clip clip) {
    String caption = ClipGrammar.caption(random, clip);
    int frame = IntStream.range(0, LATE).map(i -> random.below(Clip.FRAMES)).max().orElseThrow();
    RgbImage image = clip.frames(random, new int[] {frame}).get(0);
    return new TrainingPicture(image, caption, group(caption), clip.concept());
  }

  /** Grainy, out of focus, or faint; none as strong as the corruptions at their strongest. */
  private static RgbImage weathered(PictureRandom random, RgbImage image) {
    return switch (random.below(3)) {
      case 0 -> Noise.gaussian(image, random, random.uniform(0.02, 0.14));
      case 1 -> Blur.disk(image, random.uniform(0.4, 1.6));
      default -> Weather.contrast(image, random.uniform(0.2, 0.7));
    };
  }

  /** FNV-1a of the caption, kept clear of the concepts' indices. */
  private static long group(String caption) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < caption.length(); i++) {
      hash = (hash ^ caption.charAt(i)) * 0x100000001b3L;
    }
    return hash >>> 1 | 1L << 32;
  }
}
