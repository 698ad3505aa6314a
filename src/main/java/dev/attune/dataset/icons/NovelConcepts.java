package dev.attune.dataset.icons;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The concepts that no built-in captioner meets in training, as NoCaps has classes that COCO has
 * not. CLIP knows them all.
 */
public final class NovelConcepts {
  private static final int EVERY = 6;
  private static final int FIRST = 3;

  private NovelConcepts() {}

  /** The held-out concepts, indices into {@link Concepts#names()}, ascending. */
  public static List<Integer> novel() {
    return concepts().filter(NovelConcepts::isNovel).boxed().toList();
  }

  /** All others. */
  public static List<Integer> known() {
    return concepts().filter(c -> !isNovel(c)).boxed().toList();
  }

  /** Whether a concept is held out. */
  public static boolean isNovel(int concept) {
    return concept % EVERY == FIRST;
  }

  private static IntStream concepts() {
    return IntStream.range(0, Concepts.get().size());
  }
}
