package dev.attune.dataset;

/**
 * What the catalogue says of one data set.
 *
 * @param modality what stands beside the pictures, which decides the tasks it serves
 * @param classes number of classes; 0 where it has captions
 * @param size number of samples
 * @param fingerprint see {@link PictureDataset#fingerprint()}
 */
public record DatasetInfo(
    String name, Modality modality, String description, int classes, int size, String fingerprint) {

  /** What stands beside the pictures. */
  public enum Modality {
    /** One class each. */
    CLASSES,
    /** One or more captions each. */
    CAPTIONS,
    /** One or more captions each, and they are not pictures but videos. */
    VIDEOS
  }

  /** Of a set of classes. */
  public static DatasetInfo of(ImageDataset set, String description) {
    return of(set, Modality.CLASSES, description, set.classNames().size());
  }

  /** Of a set of captions. */
  public static DatasetInfo of(CaptionDataset set, String description) {
    return of(set, Modality.CAPTIONS, description, 0);
  }

  /** Of a set of videos. */
  public static DatasetInfo of(VideoDataset set, String description) {
    return of(set, Modality.VIDEOS, description, 0);
  }

  private static DatasetInfo of(
      PictureDataset set, Modality modality, String description, int classes) {
    return new DatasetInfo(
        set.name(), modality, description, classes, set.size(), set.fingerprint());
  }
}
