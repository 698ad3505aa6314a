package dev.attune.task;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A sampled candidate in words.
 *
 * @param score the judges' CLIPScore
 * @param reward the score after processing; null in results of version 1, which did not keep it
 */
public record NamedCandidate(
    String text, @JsonAlias("value") double score, @Nullable Double reward) {

  /** The score under its name in version 1. */
  @JsonProperty
  @Schema(deprecated = true, description = "the score, under its name in version 1")
  public double value() {
    return score;
  }
}
