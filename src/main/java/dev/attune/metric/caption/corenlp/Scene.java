package dev.attune.metric.caption.corenlp;

import java.util.List;

/**
 * What CoreNLP reads from a sentence.
 *
 * @param objects nodes of its scene graph
 * @param attributes of the nodes
 * @param relations between the nodes
 * @param words of the sentence
 * @param dependencies between the words: Universal Dependencies, enhanced
 */
record Scene(
    List<Word> objects,
    List<Attribute> attributes,
    List<Relation> relations,
    List<Word> words,
    List<Dependency> dependencies) {

  /**
   * A word of a sentence.
   *
   * @param index its place, from 1; copies of a word have the same one
   * @param lemma its base form, in lower case
   * @param tag its part of speech, as the Penn Treebank names it
   */
  record Word(int index, String lemma, String tag) {
    boolean isNoun() {
      return tag.startsWith("NN");
    }
  }

  /** What an object is like or does. */
  record Attribute(Word object, Word value) {}

  /** How an object relates to another. */
  record Relation(Word subject, String name, Word object) {}

  /**
   * How a word depends on another.
   *
   * @param relation without what makes it specific: {@code obl} of {@code obl:at}
   * @param specific such as {@code at}, its words joined by {@code _}; empty where there is none
   */
  record Dependency(Word governor, String relation, String specific, Word dependent) {}
}
