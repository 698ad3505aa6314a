package dev.attune.playground;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What came to be looked at, decoded. */
interface Brought {

  /** What is said of it where it is a picture. */
  default Session.@Nullable Picture picture() {
    return null;
  }

  /** What is said of it where it is a video. */
  default Session.@Nullable Video video() {
    return null;
  }

  /** Writes what people see of it. */
  void keep(Path folder) throws IOException;
}
