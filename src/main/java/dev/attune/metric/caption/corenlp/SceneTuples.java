package dev.attune.metric.caption.corenlp;

import dev.attune.metric.caption.corenlp.Scene.Attribute;
import dev.attune.metric.caption.corenlp.Scene.Dependency;
import dev.attune.metric.caption.corenlp.Scene.Relation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A scene as SPICE's tuples of lemmas (Anderson et al. 2016, section 3.1). To CoreNLP's graph
 * (Schuster et al. 2015) it adds what SPICE asks for beyond it: every noun is an object, and a
 * number an attribute of what is counted, whose copies are one. The first part of a compound noun
 * is an attribute and no object of its own. Version 4 of CoreNLP, whose dependencies have other
 * names than those its rules were made for, loses the preposition of a verb ("look at") or says
 * "obl:in" for "in"; both are put right.
 */
final class SceneTuples {
  /** The agent of a passive verb: CoreNLP has turned it into the subject. */
  private static final String AGENT = "agent";

  private static final String COMPOUND = "compound";

  /** Dependencies that have a preposition. */
  private static final Pattern OBLIQUE = Pattern.compile("(?:obl|nmod):");

  private SceneTuples() {}

  static Set<List<String>> of(Scene scene) {
    Set<List<String>> tuples = new LinkedHashSet<>();
    scene.objects().forEach(o -> tuples.add(List.of(o.lemma())));
    Set<Integer> modifiers =
        scene.dependencies().stream()
            .filter(d -> d.relation().equals(COMPOUND))
            .map(d -> d.dependent().index())
            .collect(Collectors.toSet());
    scene.words().stream()
        .filter(w -> w.isNoun() && !modifiers.contains(w.index()))
        .forEach(w -> tuples.add(List.of(w.lemma())));
    for (Attribute a : scene.attributes()) {
      tuples.add(List.of(a.object().lemma(), a.value().lemma()));
    }
    for (Dependency d : scene.dependencies()) {
      if (d.governor().isNoun() && describes(d)) {
        tuples.add(List.of(d.governor().lemma(), d.dependent().lemma()));
      }
    }
    for (Relation r : scene.relations()) {
      tuples.add(List.of(r.subject().lemma(), name(r, scene), r.object().lemma()));
    }
    return tuples;
  }

  private static boolean describes(Dependency d) {
    return d.relation().equals("nummod") || d.relation().equals(COMPOUND);
  }

  private static String name(Relation relation, Scene scene) {
    Matcher oblique = OBLIQUE.matcher(relation.name());
    if (oblique.lookingAt()) {
      return oblique.replaceFirst("").replace('_', ' ');
    }
    return scene.dependencies().stream()
        .filter(d -> d.dependent().index() == relation.object().index())
        .filter(d -> d.relation().equals("obl"))
        .filter(d -> !d.specific().isEmpty() && !d.specific().equals(AGENT))
        // a verb with a particle, "climb up", is known by its first word
        .filter(d -> relation.name().split(" ")[0].equals(d.governor().lemma()))
        .map(d -> relation.name() + " " + d.specific().replace('_', ' '))
        .findFirst()
        .orElse(relation.name());
  }
}
