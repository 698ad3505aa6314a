package dev.attune.dataset.icons;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One to three things and how they stand to each other: what a picture shows, before it is drawn.
 *
 * @param things in reading order of the relation: the first is the one that the relation says
 *     something about
 * @param relation what the first thing is to the others; {@link Relation#ALONE} for one thing
 * @param motion what the only thing of the picture does, or null
 */
public record Scene(
    List<Thing> things, Relation relation, @Nullable Motion motion, Background background) {

  /**
   * One thing of a scene.
   *
   * @param concept index into {@link Concepts#names()}
   * @param x centre, pixels from the left
   * @param y centre, pixels from the top
   * @param side longer side, in pixels
   */
  public record Thing(
      int concept,
      IconFamily family,
      Colour colour,
      Size size,
      Place place,
      double x,
      double y,
      double side) {}

  /** What the first thing is to the others. */
  public enum Relation {
    ALONE("", 1),
    LEFT_OF("to the left of", 2),
    RIGHT_OF("to the right of", 2),
    ABOVE("above", 2),
    BELOW("below", 2),
    ON("on top of", 2),
    NEXT_TO("next to", 2),
    BETWEEN("between", 3),
    TOGETHER("together with", 3);

    private final String phrase;
    private final int things;

    Relation(String phrase, int things) {
      this.phrase = phrase;
      this.things = things;
    }

    /** The words for it, such as "to the left of". */
    public String phrase() {
      return phrase;
    }

    /** How many things it takes. */
    public int things() {
      return things;
    }

    /** The same relation told from the second thing, for those that have one. */
    public Relation reverse() {
      return switch (this) {
        case LEFT_OF -> RIGHT_OF;
        case RIGHT_OF -> LEFT_OF;
        case ABOVE, ON -> BELOW;
        case BELOW -> ABOVE;
        case ALONE, NEXT_TO, BETWEEN, TOGETHER -> this;
      };
    }
  }
}
