package dev.attune.method.gradient;

import dev.attune.vision.Augmentation;
import org.jspecify.annotations.Nullable;

/**
 * One way to adapt, with every number decided.
 *
 * @param steps optimiser steps a sample, 0 for none
 * @param sampleK candidates sampled from each view
 * @param views views of the test image, the plain one included
 * @param selection share of the views that is kept, in (0, 1]
 * @param cropScale least share of the picture's area that a random crop keeps, in (0, 1]
 * @param augmentation how the views but the plain one are made
 * @param parameters what is tuned of an image tower
 * @param distillation the loss of {@link MethodType#KD_TUNE}
 * @param minEntropyWeight share of the averaged softmax's entropy in a rewarded method's loss
 * @param batchNorm of an image tower that is tuned
 * @param momentum learning across the samples; null for episodes that know nothing of each other
 * @param contextVectors name of the model that holds a prompt's first context vectors; null for the
 *     embeddings of the template's words
 * @param maskPadding see {@link CaptionMethod}
 */
public record MethodSpec(
    MethodType type,
    int steps,
    double learningRate,
    double weightDecay,
    int sampleK,
    int views,
    double selection,
    double cropScale,
    RewardSpec reward,
    Augmentation augmentation,
    TunedParameters parameters,
    Distillation distillation,
    double minEntropyWeight,
    BatchNormSpec batchNorm,
    @Nullable MomentumSpec momentum,
    @Nullable String contextVectors,
    boolean maskPadding) {

  /** A method without any of the options. */
  public MethodSpec(
      MethodType type,
      int steps,
      double learningRate,
      double weightDecay,
      int sampleK,
      int views,
      double selection,
      double cropScale,
      RewardSpec reward) {
    this(
        type,
        steps,
        learningRate,
        weightDecay,
        sampleK,
        views,
        selection,
        cropScale,
        reward,
        Augmentation.CROP,
        TunedParameters.ALL,
        Distillation.KD,
        0,
        BatchNormSpec.RUNNING,
        null,
        null,
        false);
  }
}
