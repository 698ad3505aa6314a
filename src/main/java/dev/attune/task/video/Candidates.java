package dev.attune.task.video;

import dev.attune.method.Answer;
import dev.attune.method.Question;
import dev.attune.metric.Recall;
import dev.attune.metric.VideoScores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The videos that can be read and their texts, which scores stand for.
 *
 * @param captions of the whole set
 * @param videos the set's number of each video among the candidates, ascending
 * @param texts the place of each text among the candidates, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Candidates(Captions captions, int[] videos, int[] texts) {

  static Candidates of(Captions captions, int[] videos) {
    return new Candidates(captions, videos, captions.textsOf(videos));
  }

  /** A video's place among the candidates; negative when it is none. */
  int place(int video) {
    return Arrays.binarySearch(videos, video);
  }

  /** A text's place among the candidates. */
  int textPlace(int text) {
    return Arrays.binarySearch(texts, text);
  }

  /**
   * How often a query has what it asks for in the first place: a text once for each caption that it
   * is, as only the own video of each is right.
   *
   * @param query the place of a text, or of a video
   */
  double hits(Question question, int query, Answer.Scores scores) {
    if (question == Question.TEXTS_OF_VIDEO) {
      return Recall.hit(rankOfCaptions(scores, videos[query]), 1);
    }
    double hits = 0;
    for (int v = 0; v < videos.length; v++) {
      for (int text : own(v)) {
        hits += text == texts[query] ? Recall.hit(VideoScores.rank(scores.order(), v), 1) : 0;
      }
    }
    return hits;
  }

  /** The ranks of a video for its captions; 0 is the best. */
  double[] ranksOfVideo(List<Answer.Scores> forCaptions, int video) {
    return forCaptions.stream()
        .mapToDouble(scores -> VideoScores.rank(scores.order(), place(video)))
        .toArray();
  }

  /**
   * A video's row.
   *
   * @param rank of its captions
   * @param ranks of the video for each of them
   * @param forCaptions for each caption the videos' scores
   */
  Map<String, Double> row(double rank, double[] ranks, List<Answer.Scores> forCaptions, int video) {
    Map<String, Double> row = new LinkedHashMap<>(VideoScores.row(rank, ranks, captions.most()));
    row.putAll(order(forCaptions, video));
    return row;
  }

  /** Whether captions of a video's direction find it before its reverse, where that can be read. */
  private Map<String, Double> order(List<Answer.Scores> forCaptions, int video) {
    Directions directions = captions.directions();
    int reversed = place(directions.reversed()[video]);
    int[] asked = reversed < 0 ? new int[0] : directions.captions().get(video);
    return VideoScores.order(
        Arrays.stream(asked).mapToDouble(c -> score(forCaptions.get(c), place(video))).toArray(),
        Arrays.stream(asked).mapToDouble(c -> score(forCaptions.get(c), reversed)).toArray(),
        directions.most());
  }

  private static double score(Answer.Scores scores, int place) {
    return scores.order()[place];
  }

  /** The rank of a video's best caption among the best ones of all videos; 0 is the best. */
  double rankOfCaptions(Answer.Scores forVideo, int video) {
    int[] owner =
        IntStream.range(0, videos.length)
            .flatMap(v -> IntStream.generate(() -> v).limit(own(v).length))
            .toArray();
    float[] scores = new float[owner.length];
    int next = 0;
    for (int v = 0; v < videos.length; v++) {
      for (int text : own(v)) {
        scores[next++] = forVideo.order()[textPlace(text)];
      }
    }
    return VideoScores.rank(VideoScores.best(scores, owner), place(video));
  }

  private int[] own(int place) {
    return captions.ofVideo().get(videos[place]);
  }
}
