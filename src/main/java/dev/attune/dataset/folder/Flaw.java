package dev.attune.dataset.folder;

/** Why something that a caption file or its folder holds is left out. */
enum Flaw {
  CAPTION_WITHOUT_PICTURE("captions without a picture"),
  MISSING_PICTURE("listed pictures that are missing, with their captions"),
  PICTURE_WITHOUT_CAPTION("pictures without captions"),
  DUPLICATE("duplicates"),
  EMPTY_CAPTION("empty captions"),
  UNUSABLE("entries that cannot be used");

  private final String title;

  Flaw(String title) {
    this.title = title;
  }

  /** For people; what is counted, in the plural. */
  String title() {
    return title;
  }
}
