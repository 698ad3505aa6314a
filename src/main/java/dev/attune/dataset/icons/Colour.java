package dev.attune.dataset.icons;

import java.util.Locale;

/** The named colours of things. */
public enum Colour {
  RED(208, 34, 38),
  ORANGE(240, 132, 24),
  YELLOW(244, 212, 46),
  GREEN(46, 152, 62),
  TEAL(24, 160, 162),
  BLUE(38, 84, 208),
  PURPLE(128, 54, 172),
  PINK(244, 124, 178),
  BROWN(124, 76, 40),
  BLACK(22, 22, 24),
  GRAY(136, 138, 140),
  WHITE(246, 246, 244);

  private static final int JITTER = 14;

  private final int rgb;

  Colour(int r, int g, int b) {
    rgb = r << 16 | g << 8 | b;
  }

  /** The word for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A shade of it, packed as 0xRRGGBB. */
  int shade(PictureRandom random) {
    int light = random.below(2 * JITTER + 1) - JITTER;
    return pack(
        (rgb >> 16) + light + random.below(JITTER) - JITTER / 2,
        (rgb >> 8 & 0xff) + light + random.below(JITTER) - JITTER / 2,
        (rgb & 0xff) + light + random.below(JITTER) - JITTER / 2);
  }

  /** Packs three values into 0xRRGGBB, each cut to 0..255. */
  static int pack(int r, int g, int b) {
    return clamp(r) << 16 | clamp(g) << 8 | clamp(b);
  }

  /** Between two packed colours: {@code a} at 0, {@code b} at 1. */
  static int blend(int a, int b, double t) {
    return pack(
        (int) ((a >> 16 & 0xff) + t * ((b >> 16 & 0xff) - (a >> 16 & 0xff)) + 0.5),
        (int) ((a >> 8 & 0xff) + t * ((b >> 8 & 0xff) - (a >> 8 & 0xff)) + 0.5),
        (int) ((a & 0xff) + t * ((b & 0xff) - (a & 0xff)) + 0.5));
  }

  /** Brightness of a packed colour, 0 to 255 (Rec. 601 luma). */
  static double luma(int c) {
    return 0.299 * (c >> 16 & 0xff) + 0.587 * (c >> 8 & 0xff) + 0.114 * (c & 0xff);
  }

  /** How far apart two packed colours look: Euclidean in RGB, with brightness counted twice. */
  static double distance(int a, int b) {
    double r = (a >> 16 & 0xff) - (b >> 16 & 0xff);
    double g = (a >> 8 & 0xff) - (b >> 8 & 0xff);
    double bl = (a & 0xff) - (b & 0xff);
    double l = luma(a) - luma(b);
    return Math.sqrt((r * r + g * g + bl * bl) / 3 + l * l);
  }

  private static int clamp(int v) {
    return Math.max(0, Math.min(255, v));
  }
}
