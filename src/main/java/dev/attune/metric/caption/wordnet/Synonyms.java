package dev.attune.metric.caption.wordnet;

import java.util.Set;

/** Which words can mean the same. Implementations are safe for many threads. */
public interface Synonyms {

  /** Numbers of the meanings a word can have, in any of its forms; empty when it is not known. */
  Set<Long> meanings(String word);

  /** Whether two words share a meaning. */
  default boolean shareMeaning(String a, String b) {
    Set<Long> others = meanings(b);
    return meanings(a).stream().anyMatch(others::contains);
  }
}
