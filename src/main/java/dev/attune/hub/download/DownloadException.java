package dev.attune.hub.download;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** A download failed for good; the message is for people and names the file or the host. */
public class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  public DownloadException(String message) {
    super(message);
  }

  public DownloadException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a failure says, without the path that those of a file system carry. */
  public static String reason(IOException e) {
    String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return Objects.requireNonNullElse(said, e.getClass().getSimpleName());
  }
}
