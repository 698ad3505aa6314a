package dev.attune.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores.ClipCosines;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.metric.caption.meteor.Meteor;
import dev.attune.metric.caption.wordnet.Synonyms;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CaptionScoresTest {
  private static final List<String> REFERENCES = List.of("a black dog runs", "the dog is black");
  private static final CiderFrequencies FREQUENCIES =
      CiderFrequencies.of(List.of(REFERENCES, List.of("a cat")));

  /** Takes {@code dog black, cat} for the facts (dog, black) and (cat). */
  private static Set<List<String>> facts(String caption) {
    return Arrays.stream(caption.split(", "))
        .map(fact -> List.of(fact.split(" ")))
        .collect(Collectors.toSet());
  }

  @Test
  void listsWhatCanBeMeasuredInOrder() {
    assertThat(CaptionScores.metrics(EnumSet.allOf(Extra.class)).keySet())
        .containsExactly(
            "cider",
            "clipScore",
            "refClipScore",
            "bleu1",
            "bleu2",
            "bleu3",
            "bleu4",
            "meteor",
            "rougeL",
            "spice");
    assertThat(CaptionScores.metrics(Set.of(Extra.CLIP)).keySet())
        .startsWith("cider", "clipScore", "refClipScore", "bleu1")
        .doesNotContain("spice");
  }

  @Test
  void aRowHasTheColumnsOfItsExtras() {
    Meteor meteor = new Meteor(null, null);
    Spice spice = new Spice(CaptionScoresTest::facts, word -> Set.of());

    Map<String, Double> plain =
        new CaptionScores(FREQUENCIES, meteor, null).row("a dog", REFERENCES, null);
    Map<String, Double> all =
        new CaptionScores(FREQUENCIES, meteor, spice)
            .row("a dog", REFERENCES, new ClipCosines(0.3, 0.8));

    assertThat(plain.keySet()).containsExactlyInAnyOrderElementsOf(CaptionScores.columns(Set.of()));
    assertThat(all.keySet())
        .containsExactlyInAnyOrderElementsOf(CaptionScores.columns(EnumSet.allOf(Extra.class)));
    assertThat(CaptionScores.extras(CaptionScores.columns(Set.of(Extra.SPICE))))
        .containsExactly(Extra.SPICE);
  }

  @Test
  void meansOfCosinesAreOverTheCaptions() {
    CaptionScores scores = new CaptionScores(FREQUENCIES, new Meteor(null, null), null);
    ScoreTable table = new ScoreTable(CaptionScores.columns(Set.of(Extra.CLIP)));
    table.update(0, scores.row("a dog", REFERENCES, new ClipCosines(0.3, 0.8)));
    table.update(1, scores.row("a cat", List.of("a cat"), new ClipCosines(-0.1, 0.5)));

    Map<String, MetricDefinition> metrics = CaptionScores.metrics(Set.of(Extra.CLIP));

    assertThat(metrics.get("clipScore").compute(table)).isCloseTo(0.375, within(1e-12));
    assertThat(metrics.get("refClipScore").compute(table))
        .isCloseTo(0.75 * 0.8 / (0.75 + 0.8), within(1e-12));
  }

  @Test
  void wantsReferences() {
    CaptionScores scores = new CaptionScores(FREQUENCIES, new Meteor(null, null), null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.row("a lonely dog", List.of(), null))
        .withMessageContaining("a lonely dog");
  }

  @Test
  void spiceIsTheScoreOfSharedFacts() {
    Synonyms synonyms =
        word -> Set.of(word.equals("hound") || word.equals("dog") ? 1L : word.hashCode());
    Spice spice = new Spice(CaptionScoresTest::facts, synonyms);

    // Of two stated facts one is known; the references know three together.
    assertThat(spice.score("hound, hound wet", List.of("dog, dog black", "hound, dog on grass")))
        .isCloseTo(2.0 * 1 / (2 + 3), within(1e-12));
    assertThat(spice.score("cat", List.of("dog"))).isZero();
  }

  @Test
  void clipScoresAreNeverNegativeNorUndefined() {
    assertThat(ClipScore.score(0.3)).isCloseTo(0.75, within(1e-12));
    assertThat(ClipScore.score(-0.3)).isZero();
    assertThat(ClipScore.score(Double.NaN)).isZero();
    assertThat(ClipScore.refScore(0.3, 0.75)).isCloseTo(0.75, within(1e-12));
    assertThat(ClipScore.refScore(0.3, -1)).isZero();
    assertThat(ClipScore.refScore(0, 0)).isZero();
  }

  @Test
  void bleuClipsRepeatedWords() {
    Map<String, Double> row =
        Bleu.row(
            List.of("the", "the", "the"),
            List.of(List.of("the", "cat"), List.of("the", "big", "the", "cat")));

    assertThat(row)
        .containsEntry("matches1", 2.0)
        .containsEntry("guesses1", 3.0)
        .containsEntry("matches2", 0.0)
        .containsEntry("guesses4", 0.0)
        // 2 and 4 are as close to 3: the shorter
        .containsEntry("referenceLength", 2.0);
  }

  @Test
  void rougeTakesTheLongestCommonSubsequence() {
    // a ... c d of 4 and of 5 words: precision 3/4, recall 3/5
    double score =
        RougeL.score(List.of("a", "b", "c", "d"), List.of(List.of("a", "x", "c", "y", "d")));

    assertThat(score).isCloseTo(2.44 * 0.75 * 0.6 / (0.6 + 1.44 * 0.75), within(1e-12));
    assertThat(RougeL.score(List.of(), List.of(List.of("a")))).isZero();
  }

  @Test
  void ciderWeighsRareWords() {
    CiderFrequencies frequencies =
        CiderFrequencies.of(List.of(List.of("a dog", "a dog runs"), List.of("a cat")));

    assertThat(frequencies.weight(List.of("a"))).isZero();
    assertThat(frequencies.weight(List.of("dog"))).isCloseTo(Math.log(2), within(1e-12));
    assertThat(frequencies.weight(List.of("never", "seen"))).isCloseTo(Math.log(2), within(1e-12));
    // Equal captions have cosine 1 for the two n that two words have.
    assertThat(new Cider(frequencies).score(List.of("a", "dog"), List.of(List.of("a", "dog"))))
        .isCloseTo(5, within(1e-12));
  }
}
