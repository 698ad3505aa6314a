package dev.attune.vision.video;

import dev.attune.vision.decode.PictureException;

/** A video that cannot be used; the message names it and says why, and is fit for people. */
public class VideoException extends PictureException {
  private static final long serialVersionUID = 1L;

  public VideoException(String name, String reason) {
    super(name, reason);
  }
}
