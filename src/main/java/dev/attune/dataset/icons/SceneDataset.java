package dev.attune.dataset.icons;

import dev.attune.dataset.CaptionDataset;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A built-in set of scenes with five captions each, drawn and worded when they are asked for. */
final class SceneDataset implements CaptionDataset {
  private static final int CAPTIONS = 5;

  /** Which things the scenes show. */
  enum Domain {
    /** None that captioners never met. */
    IN("no"),
    /** Some of both. */
    NEAR("some"),
    /** Only such. */
    OUT("only");

    private final String share;

    Domain(String share) {
      this.share = share;
    }

    /** How many of the things are such, in a word. */
    String share() {
      return share;
    }

    private List<Integer> allowed() {
      return switch (this) {
        case IN -> NovelConcepts.known();
        case NEAR -> IntStream.range(0, Concepts.get().size()).boxed().toList();
        case OUT -> NovelConcepts.novel();
      };
    }

    private boolean holds(Scene scene) {
      long novel = scene.things().stream().filter(t -> NovelConcepts.isNovel(t.concept())).count();
      return switch (this) {
        case IN -> novel == 0;
        case NEAR -> novel > 0 && novel < scene.things().size();
        case OUT -> novel == scene.things().size();
      };
    }
  }

  private final String name;
  private final long seed;
  private final int size;
  private final List<IconFamily> families;
  private final Domain domain;
  private final List<Integer> allowed;
  private final ScenePainter painter = new ScenePainter();
  private final Grammar grammar = new Grammar();
  private volatile @Nullable String fingerprint;

  /**
   * @param families whose icons are used
   */
  SceneDataset(String name, long seed, int size, List<IconFamily> families, Domain domain) {
    this.name = name;
    this.seed = seed;
    this.size = size;
    this.families = families;
    this.domain = domain;
    allowed = domain.allowed();
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

  @Override
  public List<String> captions(int index) {
    Scene scene = plan(random(index));
    return grammar.captions(new PictureRandom("captions-" + name, seed, index), scene, CAPTIONS);
  }

  @Override
  public RgbImage picture(int index) {
    PictureRandom random = random(index);
    return painter.paint(random, plan(random));
  }

  private PictureRandom random(int index) {
    return new PictureRandom(name, seed, Objects.checkIndex(index, size));
  }

  private Scene plan(PictureRandom random) {
    Scene scene;
    do {
      scene = painter.plan(random, families, allowed, Background.usual());
    } while (!domain.holds(scene));
    return scene;
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
