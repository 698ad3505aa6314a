package dev.attune.playground;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.PictureDataset;
import dev.attune.spec.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** A sample of a data set that is asked about. */
final class SampleChoice {
  private SampleChoice() {}

  /**
   * The sample's data set.
   *
   * @throws InvalidRequestException when there is no such sample
   */
  static DatasetInfo check(
      DatasetCatalog datasets, @Nullable String dataset, @Nullable Integer sample) {
    DatasetInfo info =
        datasets
            .find(String.valueOf(dataset))
            .orElseThrow(
                () -> InvalidRequestException.of("dataset", "unknown data set " + dataset));
    if (sample == null) {
      throw InvalidRequestException.of("sample", "must be given with a data set");
    }
    if (sample < 0 || sample >= info.size()) {
      throw InvalidRequestException.of(
          "sample", "must be 0 to %d in %s".formatted(info.size() - 1, dataset));
    }
    return info;
  }

  /** Which it is, in a sentence. */
  static String note(PictureDataset set, int sample) {
    return "It is sample %d of %s: %s."
        .formatted(sample, set.name(), set.truth(sample).replace('_', ' '));
  }
}
