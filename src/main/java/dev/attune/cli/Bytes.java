package dev.attune.cli;

import java.util.Locale;

/** Sizes for people. */
final class Bytes {
  private Bytes() {}

  /** In MB of a million bytes, or GB. */
  static String text(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
