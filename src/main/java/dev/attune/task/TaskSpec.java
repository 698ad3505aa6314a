package dev.attune.task;

import dev.attune.method.Chosen;

/**
 * Everything that decides a run's numbers.
 *
 * @param limit how many samples are run, at most the set's size
 * @param seed of all randomness; a sample's generator is seeded by it and the sample's index
 * @param model what is adapted
 * @param chosen how it is adapted
 * @param stream which samples are run, in which order
 */
public record TaskSpec(
    String dataset, int limit, long seed, String model, Chosen<?> chosen, SampleStream stream) {

  /** Of the first samples, as the set lists them. */
  public TaskSpec(String dataset, int limit, long seed, String model, Chosen<?> chosen) {
    this(dataset, limit, seed, model, chosen, SampleStream.AS_LISTED);
  }
}
