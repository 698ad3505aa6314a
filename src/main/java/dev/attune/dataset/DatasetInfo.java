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

  /** What a set of classes serves. */
  public static final List<String> CLASS_TASKS = List.of("classification");

  /** What a set of captions serves. */
  public static final List<String> CAPTION_TASKS = List.of("captioning", "retrieval");

  /** Of a set of classes. */
  public static DatasetInfo of(ImageDataset set, String description) {
    return of(set, CLASS_TASKS, description, set.classNames().size());
  }

  /** Of a set of captions. */
  public static DatasetInfo of(CaptionDataset set, String description) {
    return of(set, CAPTION_TASKS, description, 0);
  }

  private static DatasetInfo of(
      PictureDataset set, List<String> tasks, String description, int classes) {
    return new DatasetInfo(set.name(), tasks, description, classes, set.size(), set.fingerprint());
  }
}
