package dev.attune.metric.caption;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In how many images' references each n-gram occurs, over a whole set: what CIDEr weighs words by.
 * It is built once, in one pass, and can be read by many threads.
 */
public final class CiderFrequencies {
  private final Map<List<String>, Integer> images = new HashMap<>();
  private final double logImages;

  private CiderFrequencies(Iterable<? extends List<String>> references) {
    int count = 0;
    for (List<String> ofImage : references) {
      if (ofImage.isEmpty()) {
        throw new IllegalArgumentException("row %d has no reference captions".formatted(count));
      }
      Set<List<String>> ngrams = new HashSet<>();
      for (String reference : ofImage) {
        ngrams.addAll(NGrams.count(PtbTokenizer.words(reference)).keySet());
      }
      ngrams.forEach(ngram -> images.merge(ngram, 1, Integer::sum));
      count++;
    }
    logImages = Math.log(count);
  }

  /**
   * Counts over all images of a set.
   *
   * @param references each image's captions as they were written; read once, and not kept
   * @throws IllegalArgumentException when an image has no references; it names the row
   */
  public static CiderFrequencies of(Iterable<? extends List<String>> references) {
    return new CiderFrequencies(references);
  }

  /** The inverse document frequency: log(images of the set / images with this n-gram). */
  double weight(List<String> ngram) {
    return logImages - Math.log(images.getOrDefault(ngram, 1));
  }
}
