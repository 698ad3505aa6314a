package dev.attune.adapt;

/**
 * One way to adapt, with every number decided.
 *
 * @param steps optimiser steps a sample, 0 for none
 * @param sampleK candidates sampled from each view
 * @param views views of the test image, the plain one included
 * @param selection share of the views that is kept, in (0, 1]
 * @param cropScale least share of the picture's area that a random crop keeps, in (0, 1]
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
    RewardSpec reward) {}
