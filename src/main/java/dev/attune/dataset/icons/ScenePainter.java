package dev.attune.dataset.icons;

import dev.attune.dataset.icons.Scene.Relation;
import dev.attune.dataset.icons.Scene.Thing;
import dev.attune.vision.RgbImage;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws scenes of one to three coloured things in relation, from random numbers. Stateless. */
final class ScenePainter {

  private static final double CONTRAST = 110;
  private static final double MIDDLE = IconPainter.SIZE / 2.0;
  private static final List<Relation> PAIRS =
      List.of(
          Relation.LEFT_OF,
          Relation.RIGHT_OF,
          Relation.ABOVE,
          Relation.BELOW,
          Relation.ON,
          Relation.NEXT_TO);
  private static final List<Relation> TRIPLES = List.of(Relation.BETWEEN, Relation.TOGETHER);

  private final Concepts concepts = Concepts.get();

  /**
   * Decides what a scene shows. Draw it with the same stream of numbers.
   *
   * @param families whose icons may be used
   * @param allowed concepts that may be shown, indices into {@link Concepts#names()}; at least 3
   */
  Scene plan(
      PictureRandom random,
      List<IconFamily> families,
      List<Integer> allowed,
      List<Background> textures) {
    double kind = random.uniform();
    Relation relation = kind < 0.4 ? Relation.ALONE : random.pick(kind < 0.82 ? PAIRS : TRIPLES);
    Motion motion =
        relation == Relation.ALONE && random.chance(0.7)
            ? random.pick(List.of(Motion.values()))
            : null;
    List<Thing> things = new ArrayList<>();
    for (double[] spot : spots(random, relation, motion)) {
      things.add(thing(random, families, allowed, things, spot));
    }
    return new Scene(List.copyOf(things), relation, motion, random.pick(textures));
  }

  /** Draws a scene. */
  RgbImage paint(PictureRandom random, Scene scene) {
    try (Canvas canvas = new Canvas()) {
      int[] inks = inks(random, scene.things());
      background(canvas, random, scene.background(), inks);
      for (int i = 0; i < inks.length; i++) {
        draw(canvas, random, scene.things().get(i), inks[i], scene.motion());
      }
      return canvas.toImage();
    }
  }

  /** Centre x, centre y and side of each thing, in pixels. */
  private static double[][] spots(
      PictureRandom random, Relation relation, @Nullable Motion motion) {
    if (relation == Relation.ALONE) {
      double side = motion == null ? size(random, 16, 50) : random.uniform(20, 30);
      double reach = side / 2 + (motion == null ? 3 : 9);
      double free = IconPainter.SIZE - 2 * reach;
      return new double[][] {
        {reach + random.uniform(0, free), reach + random.uniform(0, free), side}
      };
    }
    if (relation.things() == 2) {
      double first = size(random, 14, 29);
      double second = size(random, 14, 29);
      double gap = relation == Relation.ON ? 0.5 : random.uniform(2, 5);
      double between = (first + second) / 2 + gap;
      double start = MIDDLE - (first / 2 + between + second / 2) / 2 + first / 2;
      double aside = MIDDLE + random.uniform(-10, 10);
      double stray = random.uniform(-4, 4);
      double low = start + random.uniform(-1.5, 1.5);
      double high = low + between;
      double other = relation == Relation.ON ? aside : aside + stray;
      return switch (relation) {
        case LEFT_OF -> new double[][] {{low, aside, first}, {high, other, second}};
        case RIGHT_OF ->
            new double[][] {
              {IconPainter.SIZE - low, aside, first}, {IconPainter.SIZE - high, other, second}
            };
        case BELOW ->
            new double[][] {
              {aside, IconPainter.SIZE - low, first}, {other, IconPainter.SIZE - high, second}
            };
        case ABOVE, ON -> new double[][] {{aside, low, first}, {other, high, second}};
        default ->
            random.chance(0.5)
                ? new double[][] {{low, aside, first}, {high, other, second}}
                : new double[][] {
                  {IconPainter.SIZE - low, aside, first},
                  {IconPainter.SIZE - high, other, second}
                };
      };
    }
    boolean row = random.chance(0.6);
    double[][] spots = new double[3][];
    double step = random.uniform(19.5, 21);
    int[] slot = relation == Relation.BETWEEN ? new int[] {0, -1, 1} : new int[] {-1, 0, 1};
    for (int i = 0; i < 3; i++) {
      double along = MIDDLE + slot[i] * step;
      double aside = MIDDLE + random.uniform(-8, 8);
      double side = random.uniform(14, 19);
      spots[i] = row ? new double[] {along, aside, side} : new double[] {aside, along, side};
    }
    return spots;
  }

  /** Clearly small, or clearly large, or between. */
  private static double size(PictureRandom random, double least, double most) {
    double third = (most - least) / 3;
    return switch (random.below(3)) {
      case 0 -> random.uniform(least, least + third / 2);
      case 1 -> random.uniform(least + third, least + 2 * third);
      default -> random.uniform(most - third / 2, most);
    };
  }

  private Thing thing(
      PictureRandom random,
      List<IconFamily> families,
      List<Integer> allowed,
      List<Thing> before,
      double[] spot) {
    int concept;
    List<IconFamily> drawing;
    do {
      concept = random.pick(allowed);
      drawing = concepts.families(concept, families);
    } while (drawing.isEmpty() || contains(before, concept));
    Size size = spot[2] < 19 ? Size.SMALL : spot[2] > 24.1 ? Size.LARGE : Size.MEDIUM;
    return new Thing(
        concept,
        random.pick(drawing),
        random.pick(List.of(Colour.values())),
        size,
        Place.of(spot[0], spot[1]),
        spot[0],
        spot[1],
        spot[2]);
  }

  private static boolean contains(List<Thing> things, int concept) {
    return things.stream().anyMatch(t -> t.concept() == concept);
  }

  private static int[] inks(PictureRandom random, List<Thing> things) {
    return things.stream().mapToInt(t -> t.colour().shade(random)).toArray();
  }

  /** A texture that all things stand out from, as far as there is one. */
  private static void background(
      Canvas canvas, PictureRandom random, Background background, int[] inks) {
    int[] ends = new int[2];
    for (int end = 0; end < 2; end++) {
      double best = -1;
      for (int attempt = 0; attempt < 24 && best < CONTRAST; attempt++) {
        int c = Colour.pack(random.below(256), random.below(256), random.below(256));
        double least = Double.MAX_VALUE;
        for (int ink : inks) {
          least = Math.min(least, Colour.distance(c, ink));
        }
        if (least > best) {
          best = least;
          ends[end] = c;
        }
      }
    }
    background.paint(canvas.pixels(), random, ends[0], background.toned(ends[0], ends[1]));
  }

  private void draw(
      Canvas canvas, PictureRandom random, Thing thing, int ink, @Nullable Motion motion) {
    Path2D outline = concepts.outline(thing.concept(), thing.family());
    double tilt = random.uniform(-0.2, 0.2);
    double alpha = motion == Motion.APPEAR ? 0.6 : 1;
    Pose pose = new Pose(thing.x(), thing.y(), thing.side(), tilt, alpha);
    if (motion != null) {
      MotionTrace.draw(canvas, outline, pose, ink, motion);
    }
    canvas.fill(pose.placed(outline), ink, alpha);
  }
}
