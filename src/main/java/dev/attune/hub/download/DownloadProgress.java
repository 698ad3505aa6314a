package dev.attune.hub.download;

/** Follows a download and may stop it. */
@FunctionalInterface
public interface DownloadProgress {

  /** Told about five times a second; {@code total} is -1 while the size is unknown. */
  void at(long done, long total);

  /** Looked at about five times a second. */
  default boolean cancelled() {
    return false;
  }
}
