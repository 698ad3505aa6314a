package dev.attune.dataset.icons;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says in words what a built-in clip shows. Every word of it is in {@link Vocabulary}. */
final class ClipGrammar {
  private static final List<String> OPENINGS =
      List.of("%s", "a video of %s", "a clip of %s", "there is %s", "we see %s", "this is %s");

  /** How many of {@link #captions} say which way the clip goes, and how many do not. */
  static final int ORDERED = 14;

  static final int CAPTIONS = 20;

  private ClipGrammar() {}

  /**
   * Different captions of a clip, all true of it; the first {@link #ORDERED} are false of the clip
   * in reverse, the others true of it too.
   */
  static List<String> captions(PictureRandom random, Clip clip) {
    Set<String> captions = new LinkedHashSet<>();
    while (captions.size() < ORDERED) {
      captions.add(ordered(random, clip));
    }
    while (captions.size() < CAPTIONS) {
      captions.add(either(random, clip));
    }
    return List.copyOf(captions);
  }

  /** One caption of a still of the clip. */
  static String caption(PictureRandom random, Clip clip) {
    return random.chance((double) ORDERED / CAPTIONS)
        ? ordered(random, clip)
        : either(random, clip);
  }

  private static String ordered(PictureRandom random, Clip clip) {
    return told(random, clip, random.pick(clip.motion().phrases()));
  }

  private static String either(PictureRandom random, Clip clip) {
    return random.chance(0.5)
        ? told(random, clip, clip.motion().either())
        : opened(random, thing(random, clip) + setting(clip));
  }

  private static String told(PictureRandom random, Clip clip, String does) {
    String thing = thing(random, clip);
    String where = random.chance(0.25) ? setting(clip) : "";
    return random.chance(0.4)
        ? thing + " " + does + where
        : opened(random, thing + " that " + does + where);
  }

  private static String thing(PictureRandom random, Clip clip) {
    String colour = random.chance(0.85) ? clip.colour().word() + " " : "";
    return Grammar.article(colour + Concepts.get().names().get(clip.concept()));
  }

  private static String setting(Clip clip) {
    return " " + Grammar.setting(clip.background());
  }

  private static String opened(PictureRandom random, String what) {
    return random.pick(OPENINGS).formatted(what);
  }
}
