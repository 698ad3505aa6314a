package dev.attune.method.gradient;

/** How the judge's class distribution is distilled into the policy. */
public enum Distillation {
  /** Cross-entropy with the judge's softmax (Hinton et al. 2015). */
  KD,
  /** Target and non-target classes apart (Zhao et al. 2022, arXiv 2203.08679). */
  DKD,
  /** Both sides' logits brought to one scale, as the papers' program does it. */
  ATKD
}
