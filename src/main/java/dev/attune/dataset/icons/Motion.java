package dev.attune.dataset.icons;

import java.util.List;

/**
 * A movement as a still picture can show it: by the traces it leaves. Its words come in three
 * forms: after "a car" or "a car that", after "a car is", and as an addition to "a picture of a
 * car".
 */
public enum Motion {
  LEFT("moves to the left", "moving to the left", "on its way to the left"),
  RIGHT("moves to the right", "moving to the right", "on its way to the right"),
  UP("moves up", "moving up", "on its way up"),
  DOWN("moves down", "moving down", "on its way down"),
  TURN("turns around", "turning around", "in a spin"),
  GROW("grows", "growing", "getting larger"),
  SHRINK("shrinks", "shrinking", "getting smaller"),
  APPEAR("appears", "appearing", "coming into view");

  private final List<String> forms;

  Motion(String finite, String continuous, String loose) {
    forms = List.of(finite, continuous, loose);
  }

  /** "moves to the left". */
  public String finite() {
    return forms.get(0);
  }

  /** "moving to the left". */
  public String continuous() {
    return forms.get(1);
  }

  /** "on its way to the left". */
  public String loose() {
    return forms.get(2);
  }
}
