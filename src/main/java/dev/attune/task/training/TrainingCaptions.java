package dev.attune.task.training;

import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.FeatureCache;
import dev.attune.model.caption.LanguageText;
import dev.attune.task.TaskException;
import dev.attune.train.CaptionExamples;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.CaptionTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * The captions of a set's first samples, the last of which are kept back for validation. A sample's
 * captions stay together.
 *
 * @param samples of the captions
 * @param training how many of the captions are learned from
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record TrainingCaptions(List<String> texts, int[] samples, int training) {
  /** One example in so many is for validation. */
  private static final int VALIDATION_SHARE = 20;

  /**
   * Gathers captions.
   *
   * @param limit samples at most
   * @param examples captions to learn from at most, give or take those of a sample
   * @throws TaskException when there are too few
   */
  static TrainingCaptions of(CaptionDataset data, int limit, int examples) {
    List<String> texts = new ArrayList<>();
    List<Integer> samples = new ArrayList<>();
    long wanted = examples + (long) Math.max(1, examples / VALIDATION_SHARE);
    int size = Math.min(limit, data.size());
    for (int i = 0; i < size && texts.size() < wanted; i++) {
      for (String caption : data.captions(i)) {
        texts.add(caption);
        samples.add(i);
      }
    }
    int held = Math.max(1, (int) Math.min(texts.size(), wanted) / (VALIDATION_SHARE + 1));
    int last = texts.isEmpty() ? 0 : samples.get(texts.size() - held);
    int training = 0;
    while (training < texts.size() && samples.get(training) < last) {
      training++;
    }
    if (training == 0) {
      throw new TaskException("%s has too few samples to learn from".formatted(data.name()));
    }
    return new TrainingCaptions(texts, samples.stream().mapToInt(s -> s).toArray(), training);
  }

  int size() {
    return texts.size();
  }

  int pictures() {
    return samples[samples.length - 1] + 1;
  }

  /** Embeddings that are learned from, and that validation takes. */
  int embeddings(CaptionerTraining.Source source) {
    return source == CaptionerTraining.Source.PICTURES ? pictures() : size();
  }

  /** Pieces of a training, those for the embeddings not counted. */
  int pieces(CaptionRecipe recipe) {
    return CaptionTraining.pieces(recipe, training, size() - training);
  }

  CaptionExamples examples(
      int from, int to, CaptionerTraining.Source source, FeatureCache features, LanguageText text) {
    IntBinaryOperator row =
        source == CaptionerTraining.Source.PICTURES ? (sample, caption) -> sample : (s, c) -> c;
    int[] rows = new int[to - from];
    for (int i = from; i < to; i++) {
      rows[i - from] = row.applyAsInt(samples[i], i);
    }
    return CaptionExamples.of(features, rows, texts.subList(from, to), text);
  }
}
