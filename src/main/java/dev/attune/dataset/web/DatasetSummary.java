package dev.attune.dataset.web;

import dev.attune.dataset.DatasetInfo;
import dev.attune.task.Tasks;
import java.util.List;

/**
 * A data set in short.
 *
 * @param tasks that it serves, the usual one first
 * @param classes number of classes; 0 where it has captions
 * @param size number of samples
 * @param fingerprint changes with the samples
 */
record DatasetSummary(
    String name,
    List<String> tasks,
    String description,
    int classes,
    int size,
    String fingerprint) {

  static DatasetSummary of(DatasetInfo info, Tasks tasks) {
    return new DatasetSummary(
        info.name(),
        tasks.of(info),
        info.description(),
        info.classes(),
        info.size(),
        info.fingerprint());
  }
}
