package dev.attune.vision.decode;

import java.util.Arrays;
import java.util.Optional;

/** Files that are taken for pictures that can be read, or that are pictures of other kinds. */
enum ForeignFile {
  AVIF("an AVIF picture", 4, "ftypavif", "ftypavis"),
  HEIF("a HEIF picture", 4, "ftyphei", "ftyphev", "ftypmif1", "ftypmsf1"),
  JPEG_XL("a JPEG XL picture", 0, "\u00ff\n", "\0\0\0\fJXL "),
  JPEG_2000("a JPEG 2000 picture", 0, "\0\0\0\fjP  ", "\u00ffO\u00ffQ"),
  BIG_TIFF("a BigTIFF picture", 0, "II+\0", "MM\0+"),
  PHOTOSHOP("a Photoshop file", 0, "8BPS"),
  ICON("an icon file", 0, "\0\0\1\0"),
  SVG("an SVG drawing", 0, "<svg", "<?xml"),
  PDF("a PDF document", 0, "%PDF"),
  WEB_PAGE("a web page, as servers send it instead of a picture", 0, "<!", "<html", "<HTML"),
  LFS("a pointer of Git LFS, whose picture was not fetched", 0, "version https://git-lfs");

  private final String title;
  private final int offset;
  private final String[] signatures;

  ForeignFile(String title, int offset, String... signatures) {
    this.title = title;
    this.offset = offset;
    this.signatures = signatures;
  }

  /** What a file is by its first bytes, with an article. */
  static Optional<String> title(byte[] file) {
    return Arrays.stream(values())
        .filter(
            f -> Arrays.stream(f.signatures).anyMatch(s -> PictureFormat.starts(file, f.offset, s)))
        .map(f -> f.title)
        .findFirst();
  }
}
