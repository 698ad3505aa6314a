package dev.attune.task;

import java.util.List;

/**
 * One optimiser step, its candidates in words.
 *
 * @param candidates those sampled from the most confident view; empty for methods that sample none
 */
public record NamedStep(double loss, List<NamedCandidate> candidates) {
  public NamedStep {
    candidates = List.copyOf(candidates);
  }
}
