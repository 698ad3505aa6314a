package dev.attune.task.video;

import dev.attune.method.Answer;
import dev.attune.metric.VideoScores;
import java.util.Arrays;
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

  /** The rank of a video for one of its captions; 0 is the best. */
  double rankOfVideo(Answer.Scores forText, int video) {
    return VideoScores.rank(forText.order(), place(video));
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
