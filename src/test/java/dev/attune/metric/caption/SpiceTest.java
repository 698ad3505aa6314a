package dev.attune.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Facts are counted as in Anderson et al. (2016), section 3.2; a fact is a list of words here. */
class SpiceTest {
  private static final Map<String, Set<Long>> MEANINGS =
      Map.of(
          "automobile", Set.of(1L),
          "car", Set.of(1L, 2L),
          "railcar", Set.of(2L),
          "red", Set.of(3L),
          "scarlet", Set.of(3L),
          "hold", Set.of(4L),
          "carry", Set.of(4L));

  private final Spice spice =
      new Spice(SpiceTest::facts, word -> MEANINGS.getOrDefault(word, Set.of()));

  private static Set<List<String>> facts(String caption) {
    return Arrays.stream(caption.split(", "))
        .filter(fact -> !fact.isEmpty())
        .map(fact -> List.of(fact.split(" ")))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void check(String candidate, double score, String... references) {
    assertThat(spice.score(candidate, List.of(references))).isCloseTo(score, within(1e-12));
  }

  @Test
  void isTheHarmonicMeanOfPrecisionAndRecall() {
    // precision 3/4, recall 3/11
    check(
        "cat, cat grey, cat orange, cat lie",
        0.4,
        "cat, cat two, cat sleep",
        "cat, cat grey, cat orange, blanket, cat cuddle cat, cat on blanket",
        "cat, cat orange, cat happy, cat black, cat close cat");
    check("cat", 0, "dog");
    check("", 0, "dog");
    check("dog", 0, "");
  }

  @Test
  void everyPartOfAFactMayBeASynonym() {
    check("man hold car, man, car", 1, "man carry automobile, man, automobile");
    check("car red, car", 1, "automobile scarlet, automobile");
    check("man hold car, man, car", 2.0 * 2 / 6, "car hold man, car, man");
  }

  @Test
  void referencesAreJoinedAtSynonymousObjects() {
    // (car), (car, red), (car, fast)
    check("automobile", 0.5, "car, car red", "automobile, automobile scarlet, automobile fast");
    check("railcar", 1, "automobile", "railcar", "car");
    check("automobile, automobile near automobile", 1, "car, car near automobile", "car near car");
  }

  @Test
  void isNeverAboveOne() {
    check("automobile, railcar", 2.0 * 1 / 3, "car");
  }
}
