package dev.attune.dataset;

import java.util.List;

/**
 * What the catalogue says of one data set.
 *
 * @param tasks those it serves, such as {@code classification}; the usual one first
 * @param classes number of classes; 0 where it has captions
 * @param size number of samples
 * @param fingerprint see {@link PictureDataset#fingerprint()}
 */
public record DatasetInfo(
    String name,
    List<String> tasks,
    String description,
    int classes,
    int size,
    String fingerprint) {

  /** Of a set of classes. */
  public static DatasetInfo of(ImageDataset set, String description) {
    return of(set, List.of("classification"), description, set.classNames().size());
  }

  /** Of a set of captions. */
  public static DatasetInfo of(CaptionDataset set, String description) {
    return of(set, List.of("captioning", "retrieval"), description, 0);
  }

  private static DatasetInfo of(
      PictureDataset set, List<String> tasks, String description, int classes) {
    return new DatasetInfo(set.name(), tasks, description, classes, set.size(), set.fingerprint());
  }
}
