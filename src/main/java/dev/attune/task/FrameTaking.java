package dev.attune.task;

import dev.attune.vision.Preprocess;
import dev.attune.vision.video.FrameSampling;

/**
 * What is taken of a video that is asked about.
 *
 * @param sampling which frames
 * @param shown how the model wants them
 */
public record FrameTaking(FrameSampling sampling, Preprocess shown) {}
