package dev.attune.method;

/** What can be asked of a model. A task says which it asks, a method which it answers. */
public enum Question {
  /** One of some classes for a picture. */
  CLASS_OF_IMAGE,
  /** The texts that fit a picture, best first. */
  TEXTS_OF_IMAGE,
  /** The pictures that fit a text, best first. */
  IMAGES_OF_TEXT,
  /** The texts that fit a video, best first. */
  TEXTS_OF_VIDEO,
  /** The videos that fit a text, best first. */
  VIDEOS_OF_TEXT,
  /** A sentence for a picture. */
  CAPTION_OF_IMAGE;

  /** Whether an answer ranks the items of a set. */
  public boolean ranks() {
    return this != CLASS_OF_IMAGE && this != CAPTION_OF_IMAGE;
  }
}
