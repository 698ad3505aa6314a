package dev.attune.dataset.icons;

/** How large a thing is in its picture. */
public enum Size {
  SMALL,
  MEDIUM,
  LARGE
}
