package dev.attune.hub.download;

import java.io.IOException;

/** A download failed for good; the message is for people and names the file or the host. */
public class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  public DownloadException(String message) {
    super(message);
  }

  public DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
