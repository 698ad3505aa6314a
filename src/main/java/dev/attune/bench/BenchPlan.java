package dev.attune.bench;

import dev.attune.model.clip.ClipConfig;

/**
 * What is measured.
 *
 * @param policy shape of the model that adapts
 * @param judge shape of the reward model
 * @param classes N
 * @param views of each image
 * @param steps optimiser steps an image
 * @param images timed images; the median counts
 * @param warmUp images before those
 */
public record BenchPlan(
    ClipConfig policy,
    ClipConfig judge,
    int classes,
    int views,
    int steps,
    int images,
    int warmUp) {}
