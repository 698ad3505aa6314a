package dev.attune.dataset.icons;

import java.util.Arrays;
import java.util.List;

/**
 * Textures behind things: a pattern value in [0, 1] a pixel blends two colours, and grain lies over
 * it. No trigonometry a pixel, so that the bytes are the same everywhere and drawing is quick.
 */
public enum Background {
  PLAIN("plain", true),
  SHADED("shaded", true),
  GLOWING("glowing", true),
  STRIPED("striped", true),
  CLOUDY("cloudy", true),
  SPOTTED("spotted", true),
  CHECKERED("checkered", false),
  RINGED("ringed", false),
  TILED("tiled", false),
  SPECKLED("speckled", false);

  private static final int SIZE = IconPainter.SIZE;
  private static final double CALM = 0.45;

  private final String word;
  private final boolean seenInTraining;

  Background(String word, boolean seenInTraining) {
    this.word = word;
    this.seenInTraining = seenInTraining;
  }

  /** The word for it, as in "on a striped background". */
  public String word() {
    return word;
  }

  /** Textures of the training pictures and of the set {@code icons}. */
  public static List<Background> usual() {
    return Arrays.stream(values()).filter(b -> b.seenInTraining).toList();
  }

  /** Textures that no training picture has. */
  public static List<Background> unusual() {
    return Arrays.stream(values()).filter(b -> !b.seenInTraining).toList();
  }

  /**
   * The colour that a pattern ends at: usual textures run tone in tone, unusual ones all the way.
   */
  int toned(int from, int to) {
    return Colour.blend(from, to, seenInTraining ? CALM : 1);
  }

  /** Paints a whole picture, 0xRRGGBB a pixel, between two colours. */
  void paint(int[] pixels, PictureRandom random, int from, int to) {
    double angleX = random.uniform(-1, 1);
    double angleY = random.chance(0.5) ? 1 - Math.abs(angleX) : Math.abs(angleX) - 1;
    double norm = Math.sqrt(angleX * angleX + angleY * angleY);
    double dx = angleX / norm;
    double dy = angleY / norm;
    double cx = random.uniform(0, SIZE);
    double cy = random.uniform(0, SIZE);
    double period = random.uniform(7, 22);
    double grain = random.uniform(0, 10);
    double[] field =
        switch (this) {
          case CLOUDY -> lattice(random, 5);
          case SPOTTED -> lattice(random, 9);
          case TILED -> lattice(random, 8);
          default -> new double[0];
        };
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double along = dx * (x - cx) + dy * (y - cy);
        double across = dx * (y - cy) - dy * (x - cx);
        double t =
            switch (this) {
              case PLAIN -> 0;
              case SHADED -> 0.5 + along / (1.4 * SIZE);
              case GLOWING -> Math.sqrt(along * along + across * across) / SIZE;
              case STRIPED -> soft(wave(along / period));
              case CLOUDY -> smooth(field, 5, x, y);
              case SPOTTED -> soft(smooth(field, 9, x, y) * 1.2 - 0.1);
              case CHECKERED ->
                  (Math.floor(along / period) + Math.floor(across / period)) % 2 == 0 ? 0 : 1;
              case RINGED ->
                  soft(wave(Math.sqrt(along * along + across * across) / (0.7 * period)));
              case TILED -> field[y / 8 * 8 + x / 8];
              case SPECKLED -> random.chance(0.12) ? 1 : 0.1;
            };
        int colour = Colour.blend(from, to, Math.max(0, Math.min(1, t)));
        int noise = (int) (grain * random.triangular());
        pixels[y * SIZE + x] =
            Colour.pack(
                (colour >> 16) + noise, (colour >> 8 & 0xff) + noise, (colour & 0xff) + noise);
      }
    }
  }

  /** A triangle wave of period 1 between 0 and 1. */
  private static double wave(double v) {
    return Math.abs(2 * (v - Math.floor(v)) - 1);
  }

  /** Steepens the middle, as a printed edge is steep. */
  private static double soft(double t) {
    return Math.max(0, Math.min(1, (t - 0.5) * 4 + 0.5));
  }

  private static double[] lattice(PictureRandom random, int n) {
    double[] field = new double[n * n];
    for (int i = 0; i < field.length; i++) {
      field[i] = random.uniform();
    }
    return field;
  }

  /** Value noise: the lattice stretched over the picture, bilinear with eased weights. */
  private static double smooth(double[] field, int n, int x, int y) {
    double fx = x * (n - 1.0) / SIZE;
    double fy = y * (n - 1.0) / SIZE;
    int ix = (int) fx;
    int iy = (int) fy;
    double wx = ease(fx - ix);
    double wy = ease(fy - iy);
    double top = field[iy * n + ix] * (1 - wx) + field[iy * n + ix + 1] * wx;
    double bottom = field[(iy + 1) * n + ix] * (1 - wx) + field[(iy + 1) * n + ix + 1] * wx;
    return top * (1 - wy) + bottom * wy;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
