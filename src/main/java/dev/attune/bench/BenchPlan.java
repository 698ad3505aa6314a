package dev.attune.bench;

import dev.attune.encoder.clip.ClipConfig;

/**
 * What is measured.
 *
 * @param policy shape of the model that adapts
 * @param judge shape of the judge
 * @param classes N
 * @param views of each image
 * @param steps optimiser steps an image
 * @param captionTokens of every caption; random models seldom end one before
 * @param timing how many images are timed
 */
public record BenchPlan(
    ClipConfig policy,
    ClipConfig judge,
    int classes,
    int views,
    int steps,
    int captionTokens,
    Timing timing) {}
