package dev.attune.dataset.icons;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.icons.SceneDataset.Domain;
import java.util.List;
import java.util.stream.IntStream;

/** Scenes to learn from; none is in a set to measure on. */
public final class TrainingScenes {
  /** The name of the captioners' set. */
  public static final String NAME = "scenes-train";

  private static final long SEED = 300;

  private final ScenePainter painter = new ScenePainter();
  private final Grammar grammar = new Grammar();
  private final List<IconFamily> families = List.of(IconFamily.values());
  private final List<Integer> concepts = IntStream.range(0, Concepts.get().size()).boxed().toList();

  /**
   * A captioner's pictures: the policy's families, and nothing of {@link NovelConcepts}.
   *
   * @param size how many; a smaller set is the start of a larger one
   */
  public static CaptionDataset captioned(int size) {
    return new SceneDataset(NAME, SEED, size, IconFamily.policy(), Domain.IN);
  }

  /**
   * What may be said of a scene of any concepts, for a language model; nothing is drawn.
   *
   * @param seed the stream's seed
   * @param index which scene of the stream
   */
  public List<String> captions(long seed, long index) {
    PictureRandom random = new PictureRandom("scene", seed, index);
    Scene scene = painter.plan(random, families, concepts, Background.usual());
    return grammar.captions(scene, seed + index);
  }
}
