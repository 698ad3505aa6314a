package dev.attune.web;

import java.util.Map;

/**
 * How a metric is shown.
 *
 * @param title without its unit
 * @param lowerIsBetter whether a falling value is good news
 * @param hundredths whether it is a fraction, and shown in hundredths
 */
public record MetricLabel(String title, boolean lowerIsBetter, boolean hundredths) {

  private static final Map<String, MetricLabel> KNOWN =
      Map.ofEntries(
          Map.entry("top1", new MetricLabel("Top-1 accuracy", false)),
          Map.entry("top5", new MetricLabel("Top-5 accuracy", false)),
          Map.entry("ece", new MetricLabel("Calibration error", true)),
          Map.entry("meanRecall", new MetricLabel("Mean recall", false)),
          Map.entry("rsum", new MetricLabel("Sum of recalls", false)),
          Map.entry("i2tR1", new MetricLabel("Image to text, R@1", false)),
          Map.entry("i2tR5", new MetricLabel("Image to text, R@5", false)),
          Map.entry("i2tR10", new MetricLabel("Image to text, R@10", false)),
          Map.entry("t2iR1", new MetricLabel("Text to image, R@1", false)),
          Map.entry("t2iR5", new MetricLabel("Text to image, R@5", false)),
          Map.entry("t2iR10", new MetricLabel("Text to image, R@10", false)),
          Map.entry("i2tMean", new MetricLabel("Image to text, mean", false)),
          Map.entry("t2iMean", new MetricLabel("Text to image, mean", false)),
          Map.entry("i2tMedianRank", new MetricLabel("Image to text, median rank", true, false)),
          Map.entry("t2iMedianRank", new MetricLabel("Text to image, median rank", true, false)),
          Map.entry("cider", new MetricLabel("CIDEr", false)),
          Map.entry("clipScore", new MetricLabel("CLIPScore", false)),
          Map.entry("refClipScore", new MetricLabel("RefCLIPScore", false)),
          Map.entry("bleu1", new MetricLabel("BLEU-1", false)),
          Map.entry("bleu2", new MetricLabel("BLEU-2", false)),
          Map.entry("bleu3", new MetricLabel("BLEU-3", false)),
          Map.entry("bleu4", new MetricLabel("BLEU-4", false)),
          Map.entry("meteor", new MetricLabel("METEOR", false)),
          Map.entry("rougeL", new MetricLabel("ROUGE-L", false)),
          Map.entry("spice", new MetricLabel("SPICE", false)));

  private MetricLabel(String title, boolean lowerIsBetter) {
    this(title, lowerIsBetter, true);
  }

  /** How it is shown; one that is not known goes by its own name. */
  public static MetricLabel of(String metric) {
    return KNOWN.getOrDefault(metric, new MetricLabel(metric, false));
  }
}
