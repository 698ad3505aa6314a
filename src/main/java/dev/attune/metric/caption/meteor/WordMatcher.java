package dev.attune.metric.caption.meteor;

import dev.attune.metric.caption.wordnet.Synonyms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Finds all words and phrases of two texts that may correspond, by every stage there is. */
final class WordMatcher {
  private final @Nullable Synonyms synonyms;
  private final @Nullable ParaphraseTable paraphrases;

  WordMatcher(@Nullable Synonyms synonyms, @Nullable ParaphraseTable paraphrases) {
    this.synonyms = synonyms;
    this.paraphrases = paraphrases;
  }

  /** A text with what the stages compare of it. */
  record Text(List<String> words, List<String> stems, List<Set<Long>> meanings) {}

  Text prepare(List<String> words) {
    EnglishStemmer stemmer = new EnglishStemmer();
    List<String> stems = new ArrayList<>(words.size());
    List<Set<Long>> meanings = new ArrayList<>(words.size());
    for (String word : words) {
      stemmer.setCurrent(word);
      stemmer.stem();
      stems.add(stemmer.getCurrent());
      meanings.add(synonyms == null ? Set.of() : synonyms.meanings(word));
    }
    return new Text(words, stems, meanings);
  }

  /** The matches by the place in the reference where they start; for each, by stages in order. */
  List<List<WordMatch>> matches(Text candidate, Text reference) {
    List<List<WordMatch>> matches = new ArrayList<>();
    for (int r = 0; r < reference.words.size(); r++) {
      List<WordMatch> here = new ArrayList<>();
      for (MeteorStage stage : List.of(MeteorStage.EXACT, MeteorStage.STEM, MeteorStage.SYNONYM)) {
        for (int c = 0; c < candidate.words.size(); c++) {
          if (correspond(stage, candidate, c, reference, r)) {
            here.add(WordMatch.ofWords(stage, c, r));
          }
        }
      }
      matches.add(here);
    }
    if (paraphrases != null) {
      addParaphrases(paraphrases, candidate.words, reference.words, matches);
    }
    return matches;
  }

  /** Equal words belong to the first stage alone. */
  private static boolean correspond(
      MeteorStage stage, Text candidate, int c, Text reference, int r) {
    boolean equal = candidate.words.get(c).equals(reference.words.get(r));
    return switch (stage) {
      case EXACT -> equal;
      case STEM -> !equal && candidate.stems.get(c).equals(reference.stems.get(r));
      case SYNONYM ->
          !equal && !Collections.disjoint(candidate.meanings.get(c), reference.meanings.get(r));
      case PARAPHRASE -> throw new IllegalArgumentException("phrases are no words");
    };
  }

  private static void addParaphrases(
      ParaphraseTable table,
      List<String> candidate,
      List<String> reference,
      List<List<WordMatch>> matches) {
    List<Phrase> others = phrases(table, reference);
    for (Phrase phrase : phrases(table, candidate)) {
      for (Phrase other : others) {
        if (phrase.fingerprint != other.fingerprint
            && table.isParaphrase(phrase.fingerprint, other.fingerprint)) {
          matches
              .get(other.start)
              .add(
                  new WordMatch(
                      MeteorStage.PARAPHRASE,
                      phrase.start,
                      phrase.length,
                      other.start,
                      other.length));
        }
      }
    }
  }

  private record Phrase(int start, int length, long fingerprint) {}

  private static List<Phrase> phrases(ParaphraseTable table, List<String> words) {
    List<Phrase> phrases = new ArrayList<>();
    for (int start = 0; start < words.size(); start++) {
      for (int end = start + 1; end <= Math.min(words.size(), start + table.longest()); end++) {
        long fingerprint = ParaphraseTable.fingerprint(words.subList(start, end));
        if (table.knows(fingerprint)) {
          phrases.add(new Phrase(start, end - start, fingerprint));
        }
      }
    }
    return phrases;
  }
}
