package dev.attune.method.gradient;

import org.jspecify.annotations.Nullable;

/**
 * How a captioner is adapted to a picture (ALGORITHMS 4, Captioning), with every number decided.
 *
 * @param steps optimiser steps a picture, 0 for none
 * @param sampleK K, captions sampled in every step, from as many beams
 * @param answerBeams beams of the search for the caption before and after
 * @param maskPadding whether padding is left out of the loss; the papers' program lets it take part
 * @param reward how captions are judged; one picture's captions are one view's
 * @param momentum learning across the pictures; null for episodes that know nothing of each other
 */
public record CaptionMethod(
    int steps,
    double learningRate,
    double weightDecay,
    int sampleK,
    int answerBeams,
    boolean maskPadding,
    RewardSpec reward,
    @Nullable MomentumSpec momentum) {}
