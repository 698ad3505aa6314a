package dev.attune.metric.caption.meteor;

/** How METEOR finds that words correspond, with the weight its English task gives a match. */
public enum MeteorStage {
  EXACT(1),
  STEM(0.6),
  SYNONYM(0.8),
  PARAPHRASE(0.6);

  private final double weight;

  MeteorStage(double weight) {
    this.weight = weight;
  }

  double weight() {
    return weight;
  }
}
