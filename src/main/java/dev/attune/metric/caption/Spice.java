package dev.attune.metric.caption;

import java.util.ArrayList;
import java.util.List;

/**
 * SPICE of a caption (Anderson et al., 2016): the F-score of the facts it states against those of
 * all its references together. Facts are equal when their words are, or share a synonym set.
 */
public final class Spice {
  private final SceneGraphParser parser;
  private final Synonyms synonyms;

  public Spice(SceneGraphParser parser, Synonyms synonyms) {
    this.parser = parser;
    this.synonyms = synonyms;
  }

  /**
   * @param references at least one
   * @return 0 to 1; 0 when either side states nothing
   */
  double score(String candidate, List<String> references) {
    List<List<String>> stated = distinct(List.of(candidate));
    List<List<String>> known = distinct(references);
    long common = stated.stream().filter(fact -> contains(known, fact)).count();
    return common == 0 ? 0 : 2.0 * common / (stated.size() + known.size());
  }

  private List<List<String>> distinct(List<String> captions) {
    List<List<String>> facts = new ArrayList<>();
    for (String caption : captions) {
      for (List<String> fact : parser.tuples(caption)) {
        if (!contains(facts, fact)) {
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  private boolean contains(List<List<String>> facts, List<String> fact) {
    return facts.stream().anyMatch(other -> same(fact, other));
  }

  private boolean same(List<String> a, List<String> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i)) && !synonyms.shareMeaning(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
