package dev.attune.web;

import java.util.Map;

/**
 * How a metric is shown; all are shown in hundredths.
 *
 * @param title without its unit
 * @param lowerIsBetter whether a falling value is good news
 */
public record MetricLabel(String title, boolean lowerIsBetter) {

  private static final Map<String, MetricLabel> KNOWN =
      Map.ofEntries(
          Map.entry("top1", new MetricLabel("Top-1 accuracy", false)),
          Map.entry("top5", new MetricLabel("Top-5 accuracy", false)),
          Map.entry("ece", new MetricLabel("Calibration error", true)),
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

  static MetricLabel of(String metric) {
    return KNOWN.getOrDefault(metric, new MetricLabel(metric, false));
  }
}
