package dev.attune.vision.decode;

/** What a person should know of how a picture was read. */
public enum Peculiarity {
  ANIMATED("It is animated: the first frame was taken."),
  PAGES("It has several pages: the first was taken."),
  DEEP("It has 16 bits a sample: the upper 8 were taken."),
  TRANSPARENT("It is transparent: it was laid on white."),
  TURNED("It was turned or mirrored, as its EXIF data say."),
  CMYK("It is in the colours of print (CMYK): they were converted.");

  private final String description;

  Peculiarity(String description) {
    this.description = description;
  }

  /** A sentence for people. */
  public String description() {
    return description;
  }
}
