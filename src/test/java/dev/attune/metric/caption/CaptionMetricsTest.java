package dev.attune.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.attune.metric.Bootstrap;
import dev.attune.metric.Estimate;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.meteor.Meteor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CaptionMetricsTest {
  private static final List<JsonNode> IMAGES = CaptionFixture.images();
  private static final List<String> CANDIDATES =
      IMAGES.stream().map(CaptionFixture::caption).toList();
  private static final List<List<String>> REFERENCES =
      IMAGES.stream().map(CaptionFixture::references).toList();

  private final CaptionMetrics metrics = new CaptionMetrics(new Meteor(null, null), null);
  private final double tolerance = CaptionFixture.CASE.get("tolerance", "scores_abs").asDouble();

  @Test
  void measuresTheFixturesCorpus() {
    Map<String, Double> values = metrics.evaluate(CANDIDATES, REFERENCES);

    assertScores(CaptionFixture.CASE.get("expected", "corpus"), values);
  }

  @Test
  void measuresEachOfTheFixturesImages() {
    ScoreTable table = metrics.table(CANDIDATES, REFERENCES);
    int[] weights = new int[IMAGES.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1;
      JsonNode expected = IMAGES.get(i).path("scores");
      CaptionScores.metrics(Set.of())
          .forEach(
              (name, metric) -> assertScore(expected, name, metric.on(table).compute(weights)));
      weights[i] = 0;
    }
  }

  @Test
  void measuresCorporaOfOneImage() {
    JsonNode singles = CaptionFixture.CASE.get("expected", "single_image_corpora");
    assertThat(singles.properties()).isNotEmpty();
    singles
        .properties()
        .forEach(
            single -> {
              int image = Integer.parseInt(single.getKey());
              Map<String, Double> values =
                  metrics.evaluate(List.of(CANDIDATES.get(image)), List.of(REFERENCES.get(image)));
              JsonNode expected = single.getValue();
              assertScore(expected, "cider", values.get("cider"));
              assertScore(expected, "rougeL", values.get("rougeL"));
              for (int n = 1; n <= 4; n++) {
                assertThat(values.get("bleu" + n))
                    .isCloseTo(expected.path("Bleu").path(n - 1).asDouble(), within(tolerance));
              }
            });
  }

  @Test
  void canBeResampled() {
    ScoreTable table = metrics.table(CANDIDATES, REFERENCES);

    Map<String, Estimate> estimates =
        new Bootstrap(200, 1).estimates(table, CaptionScores.metrics(Set.of()));

    assertThat(estimates.keySet())
        .containsExactly("cider", "bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rougeL");
    estimates.values().forEach(e -> assertThat(e.value()).isBetween(e.low(), e.high()));
  }

  @Test
  void namesARowWithoutReferences() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> metrics.evaluate(List.of("a dog", "a cat"), List.of(List.of("a dog"), List.of())))
        .withMessageContaining("row 1");
  }

  @Test
  void wantsAsManyListsAsCaptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.evaluate(List.of("a dog"), List.of()))
        .withMessageContaining("1 captions")
        .withMessageContaining("0 lists");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.evaluate(List.of(), List.of()))
        .withMessageContaining("no captions");
  }

  @Test
  void emptyCaptionsScoreNothing() {
    Map<String, Double> values =
        metrics.evaluate(List.of("", "..."), List.of(List.of("a dog"), List.of("a cat", "")));

    assertThat(values.get("cider")).isZero();
    assertThat(values.get("meteor")).isZero();
    assertThat(values.get("bleu1")).isLessThan(1e-6);
  }

  @Test
  void emptyReferenceTextsAreNoError() {
    Map<String, Double> values = metrics.evaluate(List.of("a dog"), List.of(List.of("", "!")));

    assertThat(values.values()).allSatisfy(value -> assertThat(value).isFinite());
  }

  @Test
  void otherScriptsAreMeasuredToo() {
    Map<String, Double> values =
        metrics.evaluate(
            List.of("Кошка сидит на ковре"),
            List.of(List.of("кошка сидит на ковре.", "一只猫坐在垫子上。")));

    assertThat(values.get("bleu1")).isCloseTo(1, within(1e-6));
    assertThat(values.get("rougeL")).isCloseTo(1, within(1e-9));
    assertThat(values.get("meteor")).isCloseTo(1, within(1e-9));
  }

  @Test
  void longCaptionsEnd() {
    String longCaption = "a dog and a cat sit on the mat ".repeat(300);

    Map<String, Double> values =
        metrics.evaluate(
            List.of(longCaption, "a dog"),
            List.of(List.of("a dog sits", longCaption), List.of("a dog and a cat ".repeat(50))));

    assertThat(values.values()).allSatisfy(value -> assertThat(value).isFinite());
  }

  private void assertScores(JsonNode expected, Map<String, Double> values) {
    assertThat(values.keySet())
        .containsExactly("cider", "bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rougeL");
    values.forEach((name, value) -> assertScore(expected, name, value));
  }

  /** The fixture has no METEOR. */
  private void assertScore(JsonNode expected, String name, double value) {
    String theirs =
        Map.of(
                "cider", "CIDEr", "rougeL", "ROUGE_L", "bleu1", "Bleu_1", "bleu2", "Bleu_2",
                "bleu3", "Bleu_3", "bleu4", "Bleu_4")
            .get(name);
    if (theirs != null) {
      assertThat(expected.has(theirs)).as(theirs).isTrue();
      assertThat(value).as(name).isCloseTo(expected.path(theirs).asDouble(), within(tolerance));
    }
  }
}
