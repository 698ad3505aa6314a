package dev.attune.method.gradient;

import java.util.Arrays;
import java.util.Optional;

/** The methods, by their name in the API. */
public enum MethodType {
  ZERO_SHOT("zero-shot", "No adaptation: the model's own answer.", Tunes.NOTHING, false),
  TPT(
      "tpt",
      "Tunes the prompt's context vectors on the entropy of the selected views.",
      Tunes.PROMPT,
      false),
  TPT_TUNE(
      "tpt-tune",
      "Tunes the image tower on the entropy of the selected views.",
      Tunes.IMAGE_TOWER,
      false),
  KD_TUNE(
      "kd-tune",
      "Tunes the image tower on the judge's class distribution.",
      Tunes.IMAGE_TOWER,
      true),
  RLCF_PROMPT(
      "rlcf-prompt",
      "Tunes the prompt's context vectors on the judge's reward.",
      Tunes.PROMPT,
      true),
  RLCF_TUNE("rlcf-tune", "Tunes the image tower on the judge's reward.", Tunes.IMAGE_TOWER, true),
  RLCF_CAPTION(
      "rlcf-caption",
      "Tunes a captioner's mapping network on the judge's reward.",
      Tunes.MAPPING_NETWORK,
      true),
  RLCF_I2T(
      "rlcf-i2t",
      "Tunes the image tower to find the texts of one picture, on the judge's reward.",
      Tunes.IMAGE_TOWER,
      true),
  RLCF_T2I(
      "rlcf-t2i",
      "Tunes the text side to find the pictures of one text, on the judge's reward.",
      Tunes.TEXT_SIDE,
      true),
  KD_I2T(
      "kd-i2t",
      "Tunes the image tower to rank the texts of one picture as the judge does.",
      Tunes.IMAGE_TOWER,
      true),
  KD_T2I(
      "kd-t2i",
      "Tunes the text side to rank the pictures of one text as the judge does.",
      Tunes.TEXT_SIDE,
      true);

  /** What the steps move. */
  public enum Tunes {
    NOTHING,
    PROMPT,
    IMAGE_TOWER,
    MAPPING_NETWORK,
    /** Everything outside the image tower. */
    TEXT_SIDE
  }

  private final String id;
  private final String description;
  private final Tunes tunes;
  private final boolean judged;

  MethodType(String id, String description, Tunes tunes, boolean judged) {
    this.id = id;
    this.description = description;
    this.tunes = tunes;
    this.judged = judged;
  }

  /** The name in the API, such as {@code rlcf-prompt}. */
  public String id() {
    return id;
  }

  public String description() {
    return description;
  }

  public Tunes tunes() {
    return tunes;
  }

  /** Whether its candidates are rewarded, as in RLCF. */
  public boolean rewarded() {
    return judged && !distils();
  }

  /** Whether the judge's distribution is distilled. */
  public boolean distils() {
    return this == KD_TUNE || this == KD_I2T || this == KD_T2I;
  }

  /** Whether it is for the queries of retrieval. */
  public boolean retrieves() {
    return this == RLCF_I2T || this == RLCF_T2I || this == KD_I2T || this == KD_T2I;
  }

  /** The optimiser's epsilon, as the papers' programs have it (ALGORITHMS 4). */
  double eps() {
    return retrieves() ? 1e-6 : 1e-8;
  }

  /** Whether it needs a reward model. */
  public boolean judged() {
    return judged;
  }

  public static Optional<MethodType> byId(String id) {
    return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
  }
}
