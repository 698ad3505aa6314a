package dev.attune.metric.caption;

import dev.attune.metric.caption.wordnet.Synonyms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scene graphs of several captions as one (Anderson et al. 2016, section 3.1): objects whose
 * words are synonyms are one object, which has what any of them had. A fact's parts are sets of
 * words, any of which may be said.
 */
final class SceneFacts {
  private final Synonyms synonyms;
  private final Map<String, Set<String>> objects = new HashMap<>();
  private final List<List<Set<String>>> facts = new ArrayList<>();

  SceneFacts(Collection<List<String>> tuples, Synonyms synonyms) {
    this.synonyms = synonyms;
    for (List<String> tuple : tuples) {
      object(tuple.get(0));
      if (tuple.size() == 3) {
        object(tuple.get(2));
      }
    }
    tuples.forEach(this::add);
  }

  int size() {
    return facts.size();
  }

  /**
   * How many facts both state: never more than either has, also where two of one's objects can each
   * be called as one of the other's.
   */
  int common(SceneFacts other) {
    return Math.min(knownTo(other), other.knownTo(this));
  }

  private int knownTo(SceneFacts other) {
    return (int) facts.stream().filter(f -> other.facts.stream().anyMatch(g -> same(f, g))).count();
  }

  /** Joins the objects that the word is a synonym of. */
  private void object(String word) {
    if (objects.containsKey(word)) {
      return;
    }
    Set<String> names = new HashSet<>(Set.of(word));
    for (Set<String> object : new HashSet<>(objects.values())) {
      if (share(object, Set.of(word))) {
        names.addAll(object);
      }
    }
    names.forEach(name -> objects.put(name, names));
  }

  private void add(List<String> tuple) {
    List<Set<String>> fact = new ArrayList<>();
    for (int i = 0; i < tuple.size(); i++) {
      String word = tuple.get(i);
      fact.add(i == 1 ? new HashSet<>(Set.of(word)) : objects.getOrDefault(word, Set.of(word)));
    }
    for (List<Set<String>> known : facts) {
      if (isOne(known, fact)) {
        if (fact.size() > 1) {
          known.get(1).addAll(fact.get(1));
        }
        return;
      }
    }
    facts.add(fact);
  }

  /** Whether two facts of this graph say the same of the same objects. */
  private boolean isOne(List<Set<String>> a, List<Set<String>> b) {
    return a.size() == b.size()
        && a.get(0).equals(b.get(0))
        && (a.size() < 2 || share(a.get(1), b.get(1)))
        && (a.size() < 3 || a.get(2).equals(b.get(2)));
  }

  private boolean same(List<Set<String>> a, List<Set<String>> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!share(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean share(Set<String> some, Set<String> others) {
    return some.stream()
        .anyMatch(a -> others.stream().anyMatch(b -> a.equals(b) || synonyms.shareMeaning(a, b)));
  }
}
