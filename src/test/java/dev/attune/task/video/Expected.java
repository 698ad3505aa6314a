package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.metric.VideoScores;
import dev.attune.model.Nn;
import dev.attune.task.TinyModels;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The zero-shot ranks of {@link NoiseVideos}, caption by caption and without any cache. */
record Expected(TinyModels models, String model, NoiseVideos set) {
  private static final List<Integer> VIDEOS = List.of(0, 1, 3, 4);

  Map<String, Double> row(int video, int captions) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = models.encoder(model, manager);
      int[] owner =
          VIDEOS.stream()
              .flatMapToInt(v -> set.captions(v).stream().mapToInt(c -> VIDEOS.indexOf(v)))
              .toArray();
      List<String> texts = VIDEOS.stream().flatMap(v -> set.captions(v).stream()).toList();
      float[][] scores = new float[VIDEOS.size()][];
      for (int v = 0; v < scores.length; v++) {
        NDArray feature = feature(VIDEOS.get(v), encoder, manager);
        float[] row = new float[texts.size()];
        for (int c = 0; c < row.length; c++) {
          long[][] ids = {encoder.tokenizer().encode(texts.get(c).strip())};
          row[c] = encoder.textFeatures(manager, ids).mul(feature).sum().getFloat();
        }
        scores[v] = row;
      }
      int place = VIDEOS.indexOf(video);
      double[] t2v =
          IntStream.range(0, owner.length)
              .filter(c -> owner[c] == place)
              .mapToDouble(c -> VideoScores.rank(column(scores, c), place))
              .toArray();
      double v2t = VideoScores.rank(VideoScores.best(scores[place], owner), place);
      return VideoScores.row(v2t, t2v, captions);
    }
  }

  private static float[] column(float[][] scores, int c) {
    float[] column = new float[scores.length];
    for (int v = 0; v < scores.length; v++) {
      column[v] = scores[v][c];
    }
    return column;
  }

  private NDArray feature(int video, Encoder encoder, NDManager manager) {
    List<RgbImage> frames =
        set.frames(video, set.sampling(), set.sampling()::of, UnaryOperator.identity()).frames();
    NDArray sum = manager.zeros(new Shape(1, encoder.embedDim()));
    for (RgbImage frame : frames) {
      float[] values = encoder.preprocess().of(frame);
      int side = encoder.resolution();
      sum =
          sum.add(encoder.imageFeatures(Nn.fromHost(manager, values, new Shape(1, 3, side, side))));
    }
    return Nn.normalize(sum);
  }
}
