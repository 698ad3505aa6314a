package dev.attune.dataset.icons;

import dev.attune.dataset.icons.Scene.Relation;
import dev.attune.dataset.icons.Scene.Thing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says in words what a built-in picture shows. Every word of it is in {@link Vocabulary}. */
public final class Grammar {

  /** The prompt that classes are compared in, and most training pictures come with. */
  public static final String TEMPLATE = "a photo of a %s.";

  private static final List<String> OPENINGS =
      List.of("%s", "a picture of %s", "a photo of %s", "there is %s", "this is %s", "we see %s");

  /** Nouns that come in pairs. */
  private static final Set<String> PAIRS =
      Set.of("binoculars", "glasses", "headphones", "scissors");

  /** Nouns that cannot be counted. */
  private static final Set<String> MASS = Set.of("cutlery", "lightning");

  private final List<String> names = Concepts.get().names();

  /** "a photo of a car." */
  public String prompt(int concept) {
    return TEMPLATE.formatted(names.get(concept));
  }

  /**
   * A caption that names what one thing is, and nothing else; the template in most cases.
   *
   * @param concept index into {@link Concepts#names()}
   */
  String naming(PictureRandom random, int concept) {
    if (random.chance(0.75)) {
      return prompt(concept);
    }
    String name = names.get(concept);
    return switch (random.below(4)) {
      case 0 -> article(name);
      case 1 -> "a picture of " + article(name);
      case 2 -> name;
      default -> "a drawing of " + article(name);
    };
  }

  /** A caption that also tells one or more of colour, size, place and background. */
  String describing(PictureRandom random, IconPicture picture) {
    String colour = random.chance(0.8) ? picture.colour().word() + " " : "";
    String size = random.chance(0.5) ? word(picture.size()) : "";
    String tail = "";
    if (random.chance(0.5) && picture.place() != Place.ELSEWHERE) {
      tail = " " + picture.place().phrase();
    } else if (random.chance(0.3)) {
      tail = " " + setting(picture.background());
    }
    if (colour.isEmpty() && size.isEmpty() && tail.isEmpty()) {
      colour = picture.colour().word() + " ";
    }
    return opened(random, article(size + colour + names.get(picture.concept())) + tail);
  }

  /** Five different captions of a scene, all true of it. */
  public List<String> captions(Scene scene, long seed) {
    return captions(new PictureRandom("captions", seed, 0), scene, 5);
  }

  List<String> captions(PictureRandom random, Scene scene, int count) {
    Set<String> captions = new LinkedHashSet<>();
    while (captions.size() < count) {
      captions.add(caption(random, scene));
    }
    return new ArrayList<>(captions);
  }

  /** One caption of a scene. */
  String caption(PictureRandom random, Scene scene) {
    List<Thing> things = scene.things();
    String core =
        switch (scene.relation().things()) {
          case 1 -> alone(random, scene);
          case 2 -> pair(random, scene);
          default -> triple(random, scene);
        };
    if (random.chance(0.12) && !(things.size() == 1 && scene.motion() == null)) {
      core += " " + setting(scene.background());
    }
    return core;
  }

  private String alone(PictureRandom random, Scene scene) {
    Thing thing = scene.things().get(0);
    String what = article(described(random, thing));
    Motion motion = scene.motion();
    if (motion != null) {
      return switch (random.below(4)) {
        case 0 -> what + " " + motion.finite();
        case 1 -> what + " is " + motion.continuous();
        case 2 -> opened(random, what + " " + motion.loose());
        default -> opened(random, what + " that " + motion.finite());
      };
    }
    String place = thing.place().phrase();
    return switch (random.below(4)) {
      case 0 -> place.isEmpty() ? opened(random, what) : place + " is " + what;
      case 1 -> place.isEmpty() ? what + " alone" : opened(random, what + " " + place);
      case 2 -> opened(random, what + " " + setting(scene.background()));
      default -> opened(random, what);
    };
  }

  private String pair(PictureRandom random, Scene scene) {
    boolean turned = random.chance(0.4) && scene.relation() != Relation.ON;
    Thing first = scene.things().get(turned ? 1 : 0);
    Thing second = scene.things().get(turned ? 0 : 1);
    Relation relation = turned ? scene.relation().reverse() : scene.relation();
    if (relation != Relation.ON && relation != Relation.NEXT_TO && random.chance(0.15)) {
      relation = Relation.NEXT_TO;
    }
    String a = article(described(random, first));
    String b = article(described(random, second));
    return switch (random.below(5)) {
      case 0 -> a + " is " + relation.phrase() + " " + b;
      case 1 -> relation.phrase() + " " + b + " is " + a;
      case 2 -> a + " and " + b;
      default -> opened(random, a + " " + relation.phrase() + " " + b);
    };
  }

  private String triple(PictureRandom random, Scene scene) {
    List<Thing> t = scene.things();
    String a = article(described(random, t.get(0)));
    String b = article(described(random, t.get(1)));
    String c = article(described(random, t.get(2)));
    if (scene.relation() == Relation.BETWEEN) {
      return switch (random.below(4)) {
        case 0 -> a + " is between " + b + " and " + c;
        case 1 -> "between " + b + " and " + c + " is " + a;
        case 2 -> opened(random, a + " between " + c + " and " + b);
        default -> a + ", " + b + " and " + c;
      };
    }
    return switch (random.below(4)) {
      case 0 -> opened(random, a + ", " + b + " and " + c);
      case 1 -> a + " together with " + b + " and " + c;
      case 2 -> c + ", " + a + " and " + b;
      default -> "three things: " + a + ", " + b + " and " + c;
    };
  }

  private String described(PictureRandom random, Thing thing) {
    String size = random.chance(0.35) ? word(thing.size()) : "";
    String colour = random.chance(0.85) ? thing.colour().word() + " " : "";
    return size + colour + names.get(thing.concept());
  }

  private static String word(Size size) {
    return switch (size) {
      case SMALL -> "small ";
      case MEDIUM -> "";
      case LARGE -> "large ";
    };
  }

  static String setting(Background background) {
    return "on " + article(background.word() + " background");
  }

  private static String opened(PictureRandom random, String what) {
    return (random.chance(0.5) ? "%s" : random.pick(OPENINGS)).formatted(what);
  }

  /** A noun phrase with its article, as the grammar of its last word asks. */
  static String article(String phrase) {
    String noun = phrase.substring(phrase.lastIndexOf(' ') + 1);
    if (MASS.contains(noun)) {
      return phrase;
    }
    if (PAIRS.contains(noun)) {
      return "a pair of " + phrase;
    }
    return ("aeiou".indexOf(phrase.charAt(0)) >= 0 ? "an " : "a ") + phrase;
  }
}
