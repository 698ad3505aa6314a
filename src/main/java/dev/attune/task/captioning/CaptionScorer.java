package dev.attune.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.metric.caption.CaptionScores.ClipCosines;
import dev.attune.metric.caption.ClipScore;
import dev.attune.model.Nn;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The cosines in CLIPScore and RefCLIPScore (Hessel et al. 2021, arXiv 2104.08718), of an encoder
 * that takes no part in adapting.
 */
record CaptionScorer(Encoder encoder, NDManager manager) {
  /** Compares captions of one picture with it and with its references, all at once. */
  List<ClipCosines> cosines(RgbImage picture, List<String> captions, List<String> references) {
    List<String> texts = new ArrayList<>(captions);
    texts.addAll(references);
    long[][] tokens =
        encoder.tokenizer().encodeAll(texts.stream().map(ClipScore.TEXT_PREFIX::concat).toList());
    Preprocess preprocess = encoder.preprocess();
    int resolution = preprocess.resolution();
    try (NDManager scope = manager.newSubManager()) {
      NDArray image =
          Nn.fromHost(scope, preprocess.of(picture), new Shape(1, 3, resolution, resolution));
      float[] pictureFeature = encoder.imageFeatures(image).toFloatArray();
      int width = pictureFeature.length;
      float[] textFeatures = encoder.textFeatures(scope, tokens).toFloatArray();
      List<ClipCosines> cosines = new ArrayList<>();
      for (int c = 0; c < captions.size(); c++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int r = captions.size(); r < texts.size(); r++) {
          best = Math.max(best, dot(textFeatures, c * width, textFeatures, r * width, width));
        }
        cosines.add(new ClipCosines(dot(textFeatures, c * width, pictureFeature, 0, width), best));
      }
      return cosines;
    }
  }

  private static double dot(float[] a, int i, float[] b, int j, int width) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += (double) a[i + k] * b[j + k];
    }
    return sum;
  }
}
