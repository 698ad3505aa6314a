package dev.attune.dataset.icons;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/** Draws pictures of one thing, from a stream of random numbers. Stateless. */
final class IconPainter {

  /** Width and height of every built-in picture, in pixels. */
  static final int SIZE = 64;

  private static final double CONTRAST = 110;
  private static final double BUSY_CONTRAST = 0.8;
  private static final double HARD_CONTRAST = 0.85;
  private static final int MARGIN = 2;

  private final Concepts concepts = Concepts.get();

  /** One coloured thing on a texture. */
  IconPicture paint(
      PictureRandom random, int concept, List<IconFamily> families, List<Background> textures) {
    return paint(random, concept, families, textures, false);
  }

  /** As {@code paint}, with all of a usual texture's contrast and with clutter behind the thing. */
  IconPicture paintBusy(PictureRandom random, int concept, List<IconFamily> families) {
    return paint(random, concept, families, Background.usual(), true);
  }

  private IconPicture paint(
      PictureRandom random,
      int concept,
      List<IconFamily> families,
      List<Background> textures,
      boolean busy) {
    Setting s = setting(random, concept, families);
    Colour colour = random.pick(List.of(Colour.values()));
    int ink = colour.shade(random);
    Background background = random.pick(textures);
    try (Canvas canvas = new Canvas()) {
      if (busy) {
        double contrast = BUSY_CONTRAST * CONTRAST;
        int from = against(random, ink, contrast);
        background.paint(canvas.pixels(), random, from, against(random, ink, contrast));
        clutter(canvas, random, random.below(5));
      } else {
        paintBackground(canvas, random, background, ink, CONTRAST);
      }
      paintThing(canvas, random, s, ink);
      return s.picture(canvas, colour, background);
    }
  }

  /** One thing in shades of grey, filled. */
  IconPicture paintGrey(PictureRandom random, int concept, List<IconFamily> families) {
    Setting s = setting(random, concept, families);
    boolean dark = random.chance(0.6);
    int level = dark ? random.below(90) : 255 - random.below(60);
    int ink = Colour.pack(level, level, level);
    int far = dark ? level + 80 + random.below(90) : level - 80 - random.below(90);
    int near = far + random.below(31) - 15;
    Background background = random.pick(Background.usual());
    try (Canvas canvas = new Canvas()) {
      background.paint(
          canvas.pixels(), random, Colour.pack(far, far, far), Colour.pack(near, near, near));
      canvas.fill(s.shape(), ink, 1);
      return s.picture(canvas, Colour.GRAY, background);
    }
  }

  /**
   * A pencil drawing of one thing on paper: its contours as grey strokes.
   *
   * @param wobble how far a stroke strays, in pixels
   * @param passes how often each contour is drawn over
   */
  IconPicture paintSketch(
      PictureRandom random, int concept, List<IconFamily> families, double wobble, int passes) {
    Setting s = setting(random, concept, families);
    int paper = 205 + random.below(46);
    int shade = paper - random.below(22);
    try (Canvas canvas = new Canvas()) {
      Background.CLOUDY.paint(
          canvas.pixels(),
          random,
          Colour.pack(paper, paper, paper),
          Colour.pack(shade, shade, shade));
      int graphite = 30 + random.below(70);
      for (int pass = 0; pass < passes; pass++) {
        BasicStroke pencil =
            new BasicStroke(
                (float) random.uniform(0.7, 1.3), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        Shape strokes = Wobble.of(s.shape(), random, wobble);
        canvas.stroke(
            strokes, pencil, Colour.pack(graphite, graphite, graphite), random.uniform(0.65, 1));
      }
      return s.picture(canvas, Colour.GRAY, Background.CLOUDY);
    }
  }

  /** A thing in an odd pose, among clutter, with little contrast: natural adversarial pictures. */
  IconPicture paintHard(PictureRandom random, int concept, List<IconFamily> families) {
    Setting usual = setting(random, concept, families);
    boolean mirrored = random.chance(0.4);
    Setting s =
        new Setting(
            concept,
            usual.family,
            mirrored ? mirror(usual.outline) : usual.outline,
            usual.x,
            usual.y,
            usual.side,
            random.uniform(-0.7, 0.7));
    Colour colour = random.pick(List.of(Colour.values()));
    int ink = colour.shade(random);
    Background background = random.pick(Background.usual());
    try (Canvas canvas = new Canvas()) {
      paintBackground(canvas, random, background, ink, HARD_CONTRAST * CONTRAST);
      clutter(canvas, random, 2 + random.below(3));
      canvas.fill(s.shape(), ink, 1);
      clutter(canvas, random, random.below(2));
      return s.picture(canvas, colour, background);
    }
  }

  private Setting setting(PictureRandom random, int concept, List<IconFamily> families) {
    List<IconFamily> drawing = concepts.families(concept, families);
    if (drawing.isEmpty()) {
      throw new IllegalArgumentException(
          "none of " + families + " draws " + concepts.names().get(concept));
    }
    IconFamily family = random.pick(drawing);
    double side =
        switch (random.below(4)) {
          case 0 -> random.uniform(23, 27);
          case 1, 2 -> random.uniform(28, 40);
          default -> random.uniform(42, 54);
        };
    double tilt = random.uniform(-0.35, 0.35);
    double reach = side / 2 * (1 + 0.3 * Math.abs(tilt)) + MARGIN;
    double x = random.uniform(reach, SIZE - reach);
    double y = random.uniform(reach, SIZE - reach);
    return new Setting(concept, family, concepts.outline(concept, family), x, y, side, tilt);
  }

  /** Fills the canvas with a texture that a thing of the given colour stands out from. */
  static void paintBackground(
      Canvas canvas, PictureRandom random, Background background, int ink, double contrast) {
    int from = against(random, ink, contrast);
    int to = against(random, ink, contrast);
    background.paint(canvas.pixels(), random, from, background.toned(from, to));
  }

  private static int against(PictureRandom random, int ink, double contrast) {
    int best = 0;
    for (int attempt = 0; attempt < 12; attempt++) {
      int c = Colour.pack(random.below(256), random.below(256), random.below(256));
      if (Colour.distance(c, ink) >= contrast) {
        return c;
      }
      best = Colour.distance(c, ink) > Colour.distance(best, ink) ? c : best;
    }
    return best;
  }

  private static void paintThing(Canvas canvas, PictureRandom random, Setting s, int ink) {
    if (random.chance(0.25)) {
      double drop = random.uniform(1, 2.5);
      canvas.fill(
          Canvas.placed(s.outline, s.x + drop, s.y + drop, s.side, s.tilt),
          0,
          random.uniform(0.15, 0.4));
    }
    canvas.fill(s.shape(), ink, 1);
  }

  private static void clutter(Canvas canvas, PictureRandom random, int pieces) {
    for (int i = 0; i < pieces; i++) {
      BasicStroke stroke =
          new BasicStroke(
              (float) random.uniform(0.8, 3.5), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
      canvas.stroke(
          new Line2D.Double(
              random.uniform(0, SIZE),
              random.uniform(0, SIZE),
              random.uniform(0, SIZE),
              random.uniform(0, SIZE)),
          stroke,
          Colour.pack(random.below(256), random.below(256), random.below(256)),
          random.uniform(0.4, 0.9));
    }
  }

  private static Path2D mirror(Path2D outline) {
    return new Path2D.Double(outline, AffineTransform.getScaleInstance(-1, 1));
  }

  private record Setting(
      int concept,
      IconFamily family,
      Path2D outline,
      double x,
      double y,
      double side,
      double tilt) {

    Shape shape() {
      return Canvas.placed(outline, x, y, side, tilt);
    }

    IconPicture picture(Canvas canvas, Colour colour, Background background) {
      Size size = side < 27 ? Size.SMALL : side < 41 ? Size.MEDIUM : Size.LARGE;
      Place place = size == Size.LARGE ? Place.ELSEWHERE : Place.of(x, y);
      return new IconPicture(canvas.toImage(), concept, family, colour, size, place, background);
    }
  }
}
