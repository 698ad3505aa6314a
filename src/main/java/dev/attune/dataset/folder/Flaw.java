package dev.attune.dataset.folder;

/** Why something that a caption file or its folder holds is left out. */
enum Flaw {
  CAPTION_WITHOUT_PICTURE("captions without a %s"),
  MISSING_PICTURE("listed %ss that are missing, with their captions"),
  PICTURE_WITHOUT_CAPTION("%ss without captions"),
  DUPLICATE("duplicates"),
  EMPTY_CAPTION("empty captions"),
  UNUSABLE("entries that cannot be used");

  private final String title;

  Flaw(String title) {
    this.title = title;
  }

  /**
   * For people; what is counted, in the plural.
   *
   * @param kind of the samples, in the singular
   */
  String title(String kind) {
    return title.formatted(kind);
  }
}
