package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A thing that does something on a still ground: what a clip shows, before it is drawn. Every frame
 * is sharp and without traces, and lies as far from the last frame as another from the first, so
 * that no frame and no set of frames tells which way it goes.
 *
 * @param concept index into {@link Concepts#names()}
 * @param side longer side, in pixels; of a thing that grows the larger one
 * @param tilt in radians, clockwise; of a thing that turns the first one
 * @param x centre at rest, pixels from the left
 * @param y centre at rest, pixels from the top
 * @param turn how far a thing that turns does so, in radians
 */
record Clip(
    int concept,
    IconFamily family,
    Colour colour,
    Background background,
    ClipMotion motion,
    double side,
    double tilt,
    double x,
    double y,
    double turn) {
  static final int FRAMES = 12;

  private static final int SIZE = IconPainter.SIZE;
  private static final double CONTRAST = 110;
  private static final double MARGIN = 2;

  /** Of the larger side; what a thing grows from. */
  private static final double SMALLEST = 0.35;

  /** Decides what a clip shows. Draw it with the same stream of numbers. */
  static Clip plan(PictureRandom random, List<IconFamily> families) {
    int concept;
    List<IconFamily> drawing;
    do {
      concept = random.below(Concepts.get().size());
      drawing = Concepts.get().families(concept, families);
    } while (drawing.isEmpty());
    ClipMotion motion = random.pick(ClipMotion.all());
    boolean still = motion.ordinal() >= ClipMotion.GROW.ordinal();
    double side = still ? random.uniform(30, 46) : random.uniform(22, 30);
    double reach = side * Math.sqrt(0.5) + MARGIN;
    return new Clip(
        concept,
        random.pick(drawing),
        random.pick(List.of(Colour.values())),
        random.pick(Background.usual()),
        motion,
        side,
        random.uniform(-0.3, 0.3),
        random.uniform(Math.min(reach, SIZE / 2.0), Math.max(SIZE - reach, SIZE / 2.0)),
        random.uniform(Math.min(reach, SIZE / 2.0), Math.max(SIZE - reach, SIZE / 2.0)),
        random.uniform(0.6 * Math.PI, 0.9 * Math.PI));
  }

  /** The same clip with its frames in reverse. */
  Clip reversed() {
    return new Clip(concept, family, colour, background, motion.reverse(), side, tilt, x, y, turn);
  }

  /** Draws some frames, numbered from 0; the stream is the one that the clip was planned with. */
  List<RgbImage> frames(PictureRandom random, int[] numbers) {
    int ink = colour.shade(random);
    Path2D outline = Concepts.get().outline(concept, family);
    try (Canvas ground = new Canvas()) {
      IconPainter.paintBackground(ground, random, background, ink, CONTRAST);
      return IntStream.of(numbers).mapToObj(n -> frame(ground, outline, ink, pose(n))).toList();
    }
  }

  private static RgbImage frame(Canvas ground, Path2D outline, int ink, Pose pose) {
    try (Canvas canvas = new Canvas()) {
      System.arraycopy(ground.pixels(), 0, canvas.pixels(), 0, SIZE * SIZE);
      if (pose.alpha() > 0) {
        canvas.fill(pose.placed(outline), ink, pose.alpha());
      }
      return canvas.toImage();
    }
  }

  /** The first of two motions runs forwards, the second backwards over the same frames. */
  private Pose pose(int number) {
    boolean forwards = motion.ordinal() % 2 == 0;
    double t = (double) (forwards ? number : FRAMES - 1 - number) / (FRAMES - 1);
    double reach = side / 2 + MARGIN;
    double way = SIZE - 2 * reach;
    return switch (forwards ? motion : motion.reverse()) {
      case LEFT -> new Pose(reach + (1 - t) * way, y, side, tilt, 1);
      case UP -> new Pose(x, reach + (1 - t) * way, side, tilt, 1);
      case GROW -> new Pose(x, y, side * (SMALLEST + (1 - SMALLEST) * t), tilt, 1);
      case CLOCKWISE -> new Pose(x, y, side, tilt + turn * t, 1);
      default -> new Pose(x, y, side, tilt, t);
    };
  }
}
