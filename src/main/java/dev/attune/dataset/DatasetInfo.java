package dev.attune.dataset;

/**
 * What the catalogue says of one data set.
 *
 * @param task the task it serves, such as {@code classification}
 * @param classes number of classes
 * @param size number of samples
 * @param fingerprint see {@link ImageDataset#fingerprint()}
 */
public record DatasetInfo(
    String name, String task, String description, int classes, int size, String fingerprint) {}
