package dev.attune.train;

import dev.attune.vision.SampleRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The batches of a training, each a function of the recipe and its step alone, so that a resumed
 * training goes on as if it had never stopped. Every epoch has its own order; the examples that do
 * not fill its last batch are left to others.
 */
final class CaptionBatches {
  private final CaptionExamples examples;
  private final CaptionRecipe recipe;
  private final int batch;
  private int[] order = {};
  private int orderOf = -1;

  CaptionBatches(CaptionExamples examples, CaptionRecipe recipe) {
    this.examples = examples;
    this.recipe = recipe;
    this.batch = Math.min(recipe.batch(), examples.size());
  }

  /** Examples of a batch. */
  int batch() {
    return batch;
  }

  int stepsPerEpoch() {
    return examples.size() / batch;
  }

  /** The examples of a step. */
  int[] examples(int step) {
    int epoch = step / stepsPerEpoch();
    if (epoch != orderOf) {
      order = SampleRandom.shuffled(examples.size(), SampleRandom.of(recipe.seed(), epoch));
      orderOf = epoch;
    }
    int from = step % stepsPerEpoch() * batch;
    return Arrays.copyOfRange(order, from, from + batch);
  }

  /** The embeddings of a step's examples with its noise, (B, E). */
  float[] embeddings(int step) {
    float[] embeddings = examples.embeddings(examples(step));
    // another seed than the order's: neither may repeat the other's numbers
    RandomGenerator random = SampleRandom.of(~recipe.seed(), step);
    return recipe.noise().apply(embeddings, examples.features().width(), random);
  }
}
