package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the judge's class distribution is distilled into the policy. */
public enum Distillation {
  /** Cross-entropy with the judge's softmax (Hinton et al. 2015). */
  @JsonProperty("kd")
  KD,
  /** Target and non-target classes apart (Zhao et al. 2022, arXiv 2203.08679). */
  @JsonProperty("dkd")
  DKD,
  /** Both sides' logits brought to one scale, as the papers' program does it. */
  @JsonProperty("atkd")
  ATKD
}
