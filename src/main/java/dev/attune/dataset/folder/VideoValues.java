package dev.attune.dataset.folder;

import dev.attune.vision.video.FrameSampling;

/**
 * How the papers read a set of videos.
 *
 * @param words tokens of a caption, start and end among them
 */
record VideoValues(FrameSampling sampling, int words) {}
