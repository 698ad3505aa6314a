package dev.attune.playground.web;

import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Medium;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.multipart.MultipartFile;

/** The files of a question. */
final class Upload {
  private final Map<Medium, Resource> files = new EnumMap<>(Medium.class);

  /** Of a question without any. */
  Upload() {}

  Upload(@Nullable MultipartFile image, @Nullable MultipartFile video) {
    put(Medium.PICTURE, image);
    put(Medium.VIDEO, video);
  }

  /** A browser sends a part without name and content where no file was chosen. */
  private void put(Medium medium, @Nullable MultipartFile file) {
    if (file != null && !(file.isEmpty() && nameless(file))) {
      files.put(medium, file.getResource());
    }
  }

  private static boolean nameless(MultipartFile file) {
    String name = file.getOriginalFilename();
    return name == null || name.isEmpty();
  }

  /** That of the medium that is looked at. */
  @Nullable Resource of(Medium medium) {
    return files.get(medium);
  }

  /**
   * Throws when there is a file of another medium than the one that is looked at.
   *
   * @throws InvalidRequestException that names its part
   */
  void checkOnly(Medium medium) {
    for (Medium other : files.keySet()) {
      if (other != medium) {
        throw InvalidRequestException.of(
            other.part(), "is for other questions; this one takes the part " + medium.part());
      }
    }
  }
}
