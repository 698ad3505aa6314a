package dev.attune.vision;

/** How random views of a picture are made (ALGORITHMS 2). */
public enum Augmentation {
  CROP
}
