package dev.attune.metric.caption;

import dev.attune.metric.caption.wordnet.Synonyms;
import java.util.List;

/**
 * SPICE of a caption (Anderson et al. 2016, sections 3.1 and 3.2): the F-score of the facts it
 * states against those of all its references together. Facts are equal when their words are, or
 * share one of WordNet's synonym sets.
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
    SceneFacts stated = facts(List.of(candidate));
    SceneFacts known = facts(references);
    int common = stated.common(known);
    return common == 0 ? 0 : 2.0 * common / (stated.size() + known.size());
  }

  private SceneFacts facts(List<String> captions) {
    return new SceneFacts(
        captions.stream().flatMap(c -> parser.tuples(c).stream()).toList(), synonyms);
  }
}
