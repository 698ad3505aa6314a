package dev.attune.adapt;

import java.util.Arrays;
import java.util.Optional;

/** The methods, by their name in the API. */
public enum MethodType {
  ZERO_SHOT("zero-shot", "No adaptation: the model's own answer.", false),
  TPT("tpt", "Tunes the prompt's context vectors on the entropy of the selected views.", false),
  RLCF_PROMPT("rlcf-prompt", "Tunes the prompt's context vectors on the judge's reward.", true),
  RLCF_TUNE("rlcf-tune", "Tunes the image tower on the judge's reward.", true);

  private final String id;
  private final String description;
  private final boolean judged;

  MethodType(String id, String description, boolean judged) {
    this.id = id;
    this.description = description;
    this.judged = judged;
  }

  /** The name in the API, such as {@code rlcf-prompt}. */
  public String id() {
    return id;
  }

  public String description() {
    return description;
  }

  /** Whether it needs a reward model. */
  public boolean judged() {
    return judged;
  }

  public static Optional<MethodType> byId(String id) {
    return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
  }
}
