package dev.attune.task.training;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.VideoDataset;
import dev.attune.task.TaskException;

/**
 * What is learned from, and what is measured on.
 *
 * @param training never a part of {@code validation}
 */
record VideoParts(VideoPart training, VideoPart validation) {
  /** One video in so many is for validation, where there is no set for it. */
  private static final int SHARE = 20;

  /**
   * Divides a set.
   *
   * @param limit videos at most
   * @param validation name of the set to measure on; empty for the last ones of the other
   * @throws dev.attune.problem.UnknownNameException when one is no set of videos
   * @throws TaskException when there are too few videos
   */
  static VideoParts of(DatasetCatalog sets, String name, int limit, String validation) {
    VideoDataset data = sets.videos(name);
    int size = Math.min(limit, data.size());
    int held = validation.isEmpty() ? Math.max(1, size / SHARE) : 0;
    if (held > 0 && data.reversed(size - held).orElse(size) < size - held) {
      held++; // a video and its reverse are not parted
    }
    if (size - held < 2) {
      throw new TaskException("%s has too few videos to learn from".formatted(name));
    }
    VideoDataset measured = held > 0 ? data : sets.videos(validation);
    return new VideoParts(
        new VideoPart(data, 0, size - held),
        held > 0
            ? new VideoPart(data, size - held, size)
            : new VideoPart(measured, 0, measured.size()));
  }
}
