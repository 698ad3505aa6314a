package dev.attune.experiment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for. Only {@code dataset} and one of {@code preset} and {@code method.type}
 * are needed, and for a training {@code training.captioner}; the preset, and the model card's own
 * values, fill what is not given.
 *
 * @param task defaults to the data set's
 * @param split only {@code test} in sets that have one split
 * @param limit how many samples from the set's start; defaults to all
 * @param seed defaults to 0
 * @param model name of the policy, or of the CLIP that a captioner is trained for; defaults to the
 *     preset's
 * @param training what a training needs, in the place of a method
 */
public record ExperimentRequest(
    @Nullable String name,
    @Nullable String preset,
    @Nullable String task,
    @Nullable String dataset,
    @Nullable String split,
    @Nullable Integer limit,
    @Nullable Long seed,
    @Nullable String model,
    @Nullable Method method,
    @Nullable Training training) {

  /** Of an adaptation. */
  public ExperimentRequest(
      @Nullable String name,
      @Nullable String preset,
      @Nullable String task,
      @Nullable String dataset,
      @Nullable String split,
      @Nullable Integer limit,
      @Nullable Long seed,
      @Nullable String model,
      @Nullable Method method) {
    this(name, preset, task, dataset, split, limit, seed, model, method, null);
  }

  /** A request of a preset on a data set, all else left to the defaults. */
  public static ExperimentRequest ofPreset(String preset, String dataset, @Nullable Integer limit) {
    return new ExperimentRequest(null, preset, null, dataset, null, limit, null, null, null);
  }

  /**
   * Values that win over the preset's and the model card's.
   *
   * @param type a method's name, such as {@code rlcf-prompt}
   * @param steps optimiser steps a sample
   * @param sampleK candidates sampled from each view
   * @param views views of the test image, the plain one included
   * @param selection share of the views that is kept, in (0, 1]
   * @param cropScale least share of the picture's area that a random crop keeps, in (0, 1]
   * @param augmentation how the views are made: {@code crop}, {@code augmix}, {@code augmix-all} or
   *     {@code hard}
   * @param parameters what is tuned of an image tower: {@code all} or {@code norm}
   * @param distillation the loss of {@code kd-tune}: {@code kd}, {@code dkd} or {@code atkd}
   * @param minEntropyWeight share of the averaged softmax's entropy in a rewarded method's loss
   * @param contextVectors name of the model that holds a prompt's first context vectors
   * @param maskPadding whether padding is left out of the loss of sampled captions
   */
  public record Method(
      @Nullable String type,
      @Nullable Integer steps,
      @Nullable Double learningRate,
      @Nullable Double weightDecay,
      @Nullable Integer sampleK,
      @Nullable Integer views,
      @Nullable Double selection,
      @Nullable Double cropScale,
      @Nullable Reward reward,
      @Nullable String augmentation,
      @Nullable String parameters,
      @Nullable String distillation,
      @Nullable Double minEntropyWeight,
      @Nullable BatchNorm batchNorm,
      @Nullable Momentum momentum,
      @Nullable String contextVectors,
      @Nullable Boolean maskPadding) {}

  /**
   * How candidates are judged.
   *
   * @param models names of the judges
   * @param baseline whether the mean reward is subtracted
   * @param amplify whether the reward is divided by its standard deviation
   * @param scope {@code view} or {@code batch}
   * @param weights how several judges are weighed: {@code confidence} or {@code mean}
   */
  public record Reward(
      @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<String> models,
      @Nullable Boolean baseline,
      @Nullable Boolean amplify,
      @Nullable String scope,
      @Nullable String weights) {}

  /**
   * What batch normalisation takes in the tuning steps.
   *
   * @param statistics {@code running}, {@code batch} or {@code mix}
   * @param priorStrength of the running statistics in the mix; given alone it asks for the mix
   */
  public record BatchNorm(@Nullable String statistics, @Nullable Double priorStrength) {}

  /**
   * Learning across the samples of a run; what is not given is the papers'.
   *
   * @param tau how much of the average a sample leaves, at least 0 and below 1
   * @param updateFrequency samples after which the average becomes what the next ones start from
   * @param weight of the average in that start, in (0, 1]
   */
  public record Momentum(
      @Nullable Double tau, @Nullable Integer updateFrequency, @Nullable Double weight) {}

  /**
   * A captioner to be trained: a mapping network between a CLIP and a language model.
   *
   * @param type {@code clipcap} or {@code capdec}; defaults to the preset's
   * @param captioner name of the model that it becomes; it must be free
   * @param languageModel name of the language model, which stays as it is
   * @param scorer name of the CLIP that is to measure its captions
   * @param mapping {@code mlp} or {@code transformer}
   * @param prefixLength tokens of the prefix
   * @param epochs times that each caption is seen
   * @param batch captions a step
   * @param learningRate the highest
   * @param warmUp steps in which the rate rises
   * @param noise variance of CapDec's noise
   */
  public record Training(
      @Nullable String type,
      @Nullable String captioner,
      @Nullable String languageModel,
      @Nullable String scorer,
      @Nullable String mapping,
      @Nullable Integer prefixLength,
      @Nullable Integer epochs,
      @Nullable Integer batch,
      @Nullable Double learningRate,
      @Nullable Integer warmUp,
      @Nullable Double weightDecay,
      @Nullable Double noise) {}
}
