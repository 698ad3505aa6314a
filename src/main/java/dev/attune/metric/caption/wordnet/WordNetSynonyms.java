package dev.attune.metric.caption.wordnet;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.Exc;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * Synonym sets of WordNet 3.0, as METEOR uses them: a word has the meanings of its irregular base
 * forms and of the first regular one too, and no form is bound to a part of speech ("dancer", taken
 * apart like "nicer", also means what "dance" means). A set's number is its place in its part of
 * speech's file; that a few of different parts share one is METEOR's way too. What was looked up is
 * remembered.
 */
public final class WordNetSynonyms implements Synonyms {
  private static final String DATA = "/net/sf/extjwnl/data/wordnet/wn30/res_properties.xml";

  /**
   * WordNet's endings of inflected words, and what stands for each in the base form, in the order
   * tried.
   */
  private static final List<Ending> ENDINGS =
      List.of(
          new Ending("s", ""),
          new Ending("ses", "s"),
          new Ending("xes", "x"),
          new Ending("zes", "z"),
          new Ending("ches", "ch"),
          new Ending("shes", "sh"),
          new Ending("men", "man"),
          new Ending("ies", "y"),
          new Ending("es", "e"),
          new Ending("es", ""),
          new Ending("ed", "e"),
          new Ending("ed", ""),
          new Ending("ing", "e"),
          new Ending("ing", ""),
          new Ending("er", ""),
          new Ending("er", "e"),
          new Ending("est", ""),
          new Ending("est", "e"));

  private record Ending(String inflected, String base) {}

  private final Dictionary dictionary;
  private final Map<String, Set<Long>> known = new ConcurrentHashMap<>();

  public WordNetSynonyms() {
    try {
      dictionary = Dictionary.getResourceInstance(DATA);
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet 3.0 cannot be opened", e);
    }
  }

  @Override
  public Set<Long> meanings(String word) {
    return known.computeIfAbsent(word, this::lookUp);
  }

  private Set<Long> lookUp(String word) {
    Set<Long> meanings = new HashSet<>();
    try {
      // One reader at a time: the dictionary's files have one position each.
      synchronized (dictionary) {
        meanings.addAll(own(word));
        for (POS pos : POS.getAllPOS()) {
          Exc irregular = dictionary.getException(pos, word);
          if (irregular != null) {
            for (String base : irregular.getExceptions()) {
              meanings.addAll(own(base));
            }
          }
        }
        meanings.addAll(ofRegularBase(word));
      }
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet cannot be read for '%s'".formatted(word), e);
    }
    return Set.copyOf(meanings);
  }

  /** Of the first base form that there is. */
  private Set<Long> ofRegularBase(String word) throws JWNLException {
    for (Ending ending : ENDINGS) {
      if (word.length() > Math.max(2, ending.inflected.length())
          && word.endsWith(ending.inflected)) {
        int stem = word.length() - ending.inflected.length();
        Set<Long> meanings = own(word.substring(0, stem) + ending.base);
        if (!meanings.isEmpty()) {
          return meanings;
        }
      }
    }
    return Set.of();
  }

  private Set<Long> own(String form) throws JWNLException {
    Set<Long> meanings = new HashSet<>();
    for (POS pos : POS.getAllPOS()) {
      IndexWord entry = dictionary.getIndexWord(pos, form);
      if (entry != null) {
        for (long offset : entry.getSynsetOffsets()) {
          meanings.add(offset);
        }
      }
    }
    return meanings;
  }
}
