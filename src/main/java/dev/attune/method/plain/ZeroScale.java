package dev.attune.method.plain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.views.Host;

/** How sharply a view votes. */
public enum ZeroScale {
  /** One vote for the nearest class. */
  @JsonProperty("hard")
  HARD,
  /** A softmax of 1024 times the cosines, as half precision makes of the authors' program. */
  @JsonProperty("1024")
  HALF_PRECISION;

  private static final float SCALE = 1024;

  /** Adds a view's vote. */
  void vote(float[] cosines, float[] votes) {
    if (this == HARD) {
      votes[Host.best(cosines)]++;
      return;
    }
    float[] logits = cosines.clone();
    for (int c = 0; c < logits.length; c++) {
      logits[c] *= SCALE;
    }
    float[] soft = Softmax.of(logits, 0, logits.length);
    for (int c = 0; c < votes.length; c++) {
      votes[c] += soft[c];
    }
  }
}
