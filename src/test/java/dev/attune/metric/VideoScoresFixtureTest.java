package dev.attune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.encoder.video.DglFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ranks, recalls and querybank normalisation against the reference program's numbers. */
class VideoScoresFixtureTest {
  private static final Pattern QB_NORM = Pattern.compile("k(\\d+)_beta([\\d.]+)_theta(\\d+)");

  /** A share of 32-bit numbers, in percent. */
  private static final double SINGLE = 1e-4;

  private final Fixtures.Case fixture = DglFixture.metrics();
  private final Fixtures.Tensors tensors = fixture.tensors();

  @Test
  void bothDirectionsGiveTheRecordedRanks() {
    float[][] scores = rows("in.sim");
    assertRanks(ranks(scores), fixture.get("expected", "text_to_video"));
    assertRanks(ranks(transposed(scores)), fixture.get("expected", "video_to_text"));
  }

  /** The original makes one entry of each tie; ours is in the middle of them. */
  @Test
  void tiesAreCountedInTheMiddleAndNotOneByOne() {
    float[][] scores = rows("in.sim_with_ties");
    List<Double> original = new ArrayList<>();
    for (int q = 0; q < scores.length; q++) {
      int better = 0;
      int equal = 0;
      for (float score : scores[q]) {
        better += score > scores[q][q] ? 1 : 0;
        equal += score == scores[q][q] ? 1 : 0;
      }
      for (int tie = 0; tie < equal; tie++) {
        original.add((double) better + tie);
      }
      assertThat(VideoScores.rank(scores[q], q)).isEqualTo(better + (equal - 1) / 2.0);
    }
    assertThat(original).hasSizeGreaterThan(scores.length);
    assertRanks(original, fixture.get("expected", "text_to_video_with_ties"));
  }

  @Test
  void aTieForTheFirstPlaceIsHalfFound() {
    double tied = VideoScores.rank(new float[] {1, 3, 3}, 1);
    assertThat(tied).isEqualTo(0.5);
    ScoreTable table = new ScoreTable(List.of(VideoScores.V2T_RANK));
    table.update(0, Map.of(VideoScores.V2T_RANK, tied));
    assertThat(value("v2tR1", table)).isEqualTo(0.5);
    assertThat(value("v2tR5", table)).isEqualTo(1);
    assertThat(value("v2tMeanRank", table)).isEqualTo(1.5);
  }

  @Test
  void aModelThatDivergedGainsNothing() {
    assertThat(VideoScores.rank(new float[] {Float.NaN, 2, 1}, 1)).isEqualTo(1);
    assertThat(VideoScores.rank(new float[] {Float.NaN, 2, 1}, 0)).isEqualTo(2);
    float[] best = VideoScores.best(new float[] {Float.NaN, 2, 1}, new int[] {0, 0, 1});
    assertThat(best).containsExactly(Float.NaN, 1);
  }

  @Test
  void severalCaptionsOfAVideoGiveTheRecordedRanks() {
    Fixtures.Tensor all = tensors.get("in.multi_sentence_sim"); // (video, sentence, video)
    long[] sentences = tensors.get("in.multi_sentence_len").longs();
    int videos = sentences.length;
    int most = (int) all.shape()[1];
    List<float[]> captions = new ArrayList<>();
    List<Integer> video = new ArrayList<>();
    for (int v = 0; v < videos; v++) {
      for (int s = 0; s < sentences[v]; s++) {
        float[] row = new float[videos];
        System.arraycopy(all.floats(), (v * most + s) * videos, row, 0, videos);
        captions.add(row);
        video.add(v);
      }
    }
    int[] own = video.stream().mapToInt(v -> v).toArray();
    List<Double> toVideo =
        IntStream.range(0, own.length)
            .mapToObj(c -> VideoScores.rank(captions.get(c), own[c]))
            .toList();
    float[][] best = new float[videos][];
    for (int v = 0; v < videos; v++) {
      float[] forVideo = new float[own.length];
      for (int c = 0; c < own.length; c++) {
        forVideo[c] = captions.get(c)[v];
      }
      best[v] = VideoScores.best(forVideo, own);
    }
    assertMatrix(best, "out.multi_sentence_v2t_sim");
    assertRanks(toVideo, fixture.get("expected", "multi_sentence_text_to_video"));
    assertRanks(ranks(best), fixture.get("expected", "multi_sentence_video_to_text"));
  }

  @Test
  void querybankNormalisationGivesTheRecordedScores() {
    float[][] scores = rows("in.qb.sim");
    float[][] texts = rows("in.qb.train_test_t2v");
    float[][] videos = transposed(rows("in.qb.train_test_v2t"));
    assertRanks(ranks(scores), fixture.get("expected", "qb_before"));
    JsonNode expected = fixture.get("expected", "qb_norm");
    for (Map.Entry<String, JsonNode> e : expected.properties()) {
      Matcher name = QB_NORM.matcher(e.getKey());
      if (name.matches()) {
        QbNorm norm =
            new QbNorm(
                Integer.parseInt(name.group(1)),
                Integer.parseInt(name.group(3)),
                Double.parseDouble(name.group(2)));
        boolean[] active = norm.active(texts);
        assertThat(IntStream.range(0, active.length).filter(c -> active[c]).boxed())
            .as(e.getKey())
            .containsExactlyElementsOf(
                e.getValue().get("activated_videos").valueStream().map(JsonNode::asInt).toList());
        float[][] t2v = norm.apply(scores, texts);
        assertMatrix(t2v, "out.qb.t2v." + e.getKey());
        assertRanks(ranks(t2v), e.getValue().get("t2v"));
        assertRanks(ranks(norm.apply(transposed(scores), videos)), e.getValue().get("v2t"));
      }
    }
  }

  private void assertMatrix(float[][] actual, String tensor) {
    float[] flat = new float[actual.length * actual[0].length];
    for (int q = 0; q < actual.length; q++) {
      System.arraycopy(actual[q], 0, flat, q * actual[q].length, actual[q].length);
    }
    FixtureArrays.assertClose(
        tensor, flat, tensors.get(tensor).floats(), fixture.get("tolerance", "abs").asDouble(), 0);
  }

  /** Through the metrics themselves: each query is a row. */
  private static void assertRanks(List<Double> ranks, JsonNode expected) {
    ScoreTable table = new ScoreTable(List.of(VideoScores.V2T_RANK));
    for (int q = 0; q < ranks.size(); q++) {
      table.update(q, Map.of(VideoScores.V2T_RANK, ranks.get(q)));
    }
    Map.of("R1", "v2tR1", "R5", "v2tR5", "R10", "v2tR10")
        .forEach(
            (theirs, ours) ->
                assertThat(100 * value(ours, table))
                    .as(theirs)
                    .isCloseTo(expected.get(theirs).asDouble(), within(SINGLE)));
    assertThat(value("v2tMedianRank", table)).isEqualTo(expected.get("MedianR").asDouble());
    assertThat(value("v2tMeanRank", table))
        .isCloseTo(expected.get("MeanR").asDouble(), within(1e-9));
    if (expected.has("cols")) {
      assertThat(ranks)
          .containsExactlyElementsOf(
              expected.get("cols").valueStream().map(JsonNode::asDouble).toList());
    }
  }

  private static double value(String metric, ScoreTable table) {
    return VideoScores.METRICS.get(metric).metric().compute(table);
  }

  private static List<Double> ranks(float[][] scores) {
    return IntStream.range(0, scores.length).mapToObj(q -> VideoScores.rank(scores[q], q)).toList();
  }

  private float[][] rows(String tensor) {
    Fixtures.Tensor matrix = tensors.get(tensor);
    int width = (int) matrix.shape()[1];
    float[][] rows = new float[(int) matrix.shape()[0]][width];
    for (int q = 0; q < rows.length; q++) {
      System.arraycopy(matrix.floats(), q * width, rows[q], 0, width);
    }
    return rows;
  }

  private static float[][] transposed(float[][] matrix) {
    float[][] columns = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        columns[j][i] = matrix[i][j];
      }
    }
    return columns;
  }
}
