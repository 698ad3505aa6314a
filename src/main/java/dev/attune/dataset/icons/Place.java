package dev.attune.dataset.icons;

/** Where a thing is in its picture. */
public enum Place {
  LEFT("on the left"),
  RIGHT("on the right"),
  TOP("at the top"),
  BOTTOM("at the bottom"),
  MIDDLE("in the middle"),
  ELSEWHERE("");

  private final String phrase;

  Place(String phrase) {
    this.phrase = phrase;
  }

  /** The words for it; empty where no single word fits. */
  public String phrase() {
    return phrase;
  }

  /** Names a centre, in pixels from the top left; only a clear case gets a word. */
  static Place of(double x, double y) {
    double dx = x / IconPainter.SIZE - 0.5;
    double dy = y / IconPainter.SIZE - 0.5;
    double far = Math.max(Math.abs(dx), Math.abs(dy));
    if (far < 0.06) {
      return MIDDLE;
    }
    if (far < 0.11 || Math.abs(Math.abs(dx) - Math.abs(dy)) < 0.04) {
      return ELSEWHERE;
    }
    if (Math.abs(dx) > Math.abs(dy)) {
      return dx < 0 ? LEFT : RIGHT;
    }
    return dy < 0 ? TOP : BOTTOM;
  }
}
