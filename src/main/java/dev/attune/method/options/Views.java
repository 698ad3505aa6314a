package dev.attune.method.options;

import dev.attune.vision.Augmentation;

/**
 * How the views of a picture are made; the first is the plain picture.
 *
 * @param count B, at least 1
 * @param augmentation of the others
 * @param cropScale least share of the picture's area in a random crop, in (0, 1]
 */
public record Views(int count, Augmentation augmentation, double cropScale) {
  /** The plain picture alone. */
  public static final Views PLAIN = new Views(1, Augmentation.CROP, 1);
}
