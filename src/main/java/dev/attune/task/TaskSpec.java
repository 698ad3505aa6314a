package dev.attune.task;

import dev.attune.method.Chosen;

/**
 * Everything that decides a run's numbers.
 *
 * @param limit how many samples from the set's start are run, at most the set's size
 * @param seed of all randomness; a sample's generator is seeded by it and the sample's index
 * @param model what is adapted
 * @param chosen how it is adapted
 */
public record TaskSpec(String dataset, int limit, long seed, String model, Chosen<?> chosen) {}
