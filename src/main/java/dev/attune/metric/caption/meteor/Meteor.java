package dev.attune.metric.caption.meteor;

import dev.attune.metric.caption.meteor.WordMatcher.Text;
import dev.attune.metric.caption.wordnet.Synonyms;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * METEOR 1.5 for English (Denkowski and Lavie, 2014) with the parameters of its ranking task: alpha
 * 0.85, beta 0.2, gamma 0.6, delta 0.75. Which of its four stages of matching are on depends on
 * what it is given; a score with fewer stages is lower and is not the same measure. Safe for many
 * threads.
 */
public final class Meteor {
  private final WordMatcher matcher;
  private final Set<MeteorStage> stages = EnumSet.of(MeteorStage.EXACT, MeteorStage.STEM);

  /**
   * @param synonyms null switches the stage off
   * @param paraphrases null switches the stage off
   */
  public Meteor(@Nullable Synonyms synonyms, @Nullable ParaphraseTable paraphrases) {
    matcher = new WordMatcher(synonyms, paraphrases);
    if (synonyms != null) {
      stages.add(MeteorStage.SYNONYM);
    }
    if (paraphrases != null) {
      stages.add(MeteorStage.PARAPHRASE);
    }
  }

  /** The stages that are on, in their order: to be told with every score. */
  public Set<MeteorStage> stages() {
    return EnumSet.copyOf(stages);
  }

  /**
   * A caption's statistics against the reference with which it scores best.
   *
   * @param candidate Treebank words in small letters
   * @param references at least one, like the candidate
   */
  public MeteorStatistics statistics(List<String> candidate, List<List<String>> references) {
    Text text = matcher.prepare(MeteorText.words(candidate));
    MeteorStatistics best = null;
    for (List<String> reference : references) {
      MeteorStatistics statistics = compare(text, matcher.prepare(MeteorText.words(reference)));
      if (best == null || statistics.score() > best.score()) {
        best = statistics;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("a caption needs a reference to be compared with");
    }
    return best;
  }

  private MeteorStatistics compare(Text candidate, Text reference) {
    return MeteorStatistics.of(
        candidate.words(),
        reference.words(),
        Aligner.align(candidate.words().size(), matcher.matches(candidate, reference)));
  }
}
