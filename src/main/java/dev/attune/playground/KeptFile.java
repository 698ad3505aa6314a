package dev.attune.playground;

/** What is kept of what people bring. */
public enum KeptFile {
  PICTURE("picture.png"),
  /** The frames of a video, to be played. */
  PLAYER("video.webm"),
  /** The same beside each other. */
  STRIP("strip.png");

  private final String fileName;

  KeptFile(String fileName) {
    this.fileName = fileName;
  }

  public String fileName() {
    return fileName;
  }
}
