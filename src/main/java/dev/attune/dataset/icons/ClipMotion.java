package dev.attune.dataset.icons;

import java.util.Arrays;
import java.util.List;

/**
 * What a thing does in a clip, and the words for it: after "a car" or "a car that". Each goes with
 * the motion that its frames show in reverse.
 */
enum ClipMotion {
  LEFT("moves to the left", "goes left", "slides from right to left", "drifts left"),
  RIGHT("moves to the right", "goes right", "slides from left to right", "drifts right"),
  UP("moves up", "rises", "goes from bottom to top", "drifts upwards"),
  DOWN("moves down", "falls", "goes from top to bottom", "drifts downwards"),
  GROW("grows", "gets larger", "becomes bigger", "is small and then large"),
  SHRINK("shrinks", "gets smaller", "becomes small", "is large and then small"),
  CLOCKWISE("turns clockwise", "rotates clockwise", "spins clockwise", "rolls clockwise"),
  COUNTERCLOCKWISE(
      "turns counterclockwise",
      "rotates counterclockwise",
      "spins counterclockwise",
      "rolls counterclockwise"),
  APPEAR("appears", "fades into view", "comes into view", "starts to show"),
  VANISH("vanishes", "disappears", "fades away", "fades out of view");

  /** Of each two that go together. */
  private static final List<String> EITHER =
      List.of(
          "moves horizontally",
          "moves vertically",
          "changes and is not still",
          "turns around",
          "fades slowly");

  private final List<String> phrases;

  ClipMotion(String... phrases) {
    this.phrases = List.of(phrases);
  }

  /** The same frames the other way round. */
  ClipMotion reverse() {
    return values()[ordinal() ^ 1];
  }

  /** Words that are true of it and not of its reverse, as "moves to the left". */
  List<String> phrases() {
    return phrases;
  }

  /** Words that are true of it and of its reverse, too. */
  String either() {
    return EITHER.get(ordinal() / 2);
  }

  static List<ClipMotion> all() {
    return Arrays.asList(values());
  }
}
