package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.metric.Recall;
import dev.attune.metric.VideoScores;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features of videos and their captions, gathered in batches. The loss is the mean of the batches',
 * each video with its first caption; the recall is the share of all captions that find their video
 * before all others. Letters: B videos, C captions, E embedding.
 */
final class VideoValidation {
  private final List<float[]> videos = new ArrayList<>();
  private final List<List<float[]>> captions = new ArrayList<>();
  private double losses;

  /**
   * Takes a batch.
   *
   * @param seen (B, E), normalised
   * @param read of each video (C, E), normalised
   * @param scale that similarities are multiplied by
   */
  void add(NDArray seen, List<NDArray> read, float scale) {
    NDList first = new NDList();
    for (int i = 0; i < read.size(); i++) {
      first.add(read.get(i).get(new NDIndex("0:1")));
      videos.add(seen.get(i).toFloatArray());
      captions.add(rows(read.get(i)));
    }
    NDArray own = first.size() == 1 ? first.get(0) : NDArrays.concat(first, 0);
    losses +=
        read.size()
            * (double) Contrast.loss(Nn.scale(own.matMul(seen.transpose()), scale)).getFloat();
  }

  private static List<float[]> rows(NDArray matrix) {
    float[] all = matrix.toFloatArray();
    int width = (int) matrix.getShape().get(1);
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < all.length; from += width) {
      rows.add(Arrays.copyOfRange(all, from, from + width));
    }
    return rows;
  }

  /**
   * What all batches gave.
   *
   * @throws IllegalStateException when there was none
   */
  PieceTraining.Measured measured(NDManager manager) {
    if (videos.isEmpty()) {
      throw new IllegalStateException("of the videos for validation none can be read");
    }
    double found = 0;
    int all = 0;
    for (int v = 0; v < videos.size(); v++) {
      for (float[] scores : scores(captions.get(v), manager)) {
        found += Recall.hit(VideoScores.rank(scores, v), 1);
        all++;
      }
    }
    return new PieceTraining.Measured(losses / videos.size(), found / all);
  }

  /** Of each caption the scores of all videos. */
  private List<float[]> scores(List<float[]> texts, NDManager manager) {
    return Scopes.call(
        () -> rows(Nn.fromHost(manager, texts).matMul(Nn.fromHost(manager, videos).transpose())));
  }
}
