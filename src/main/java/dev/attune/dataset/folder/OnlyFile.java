package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds the one file of a kind in a folder. */
final class OnlyFile {
  private OnlyFile() {}

  /**
   * @throws RegistrationException when there is none, or more than one
   */
  static Path of(Path folder, Predicate<String> wanted, String kind) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (Files.isRegularFile(child) && wanted.test(child.getFileName().toString())) {
          // A link may not smuggle in a list from elsewhere.
          found.add(SafePaths.resolve(folder, child.getFileName().toString()));
        }
      }
    }
    if (found.size() != 1) {
      String what = found.isEmpty() ? "no %s file" : "more than one %s file";
      throw new RegistrationException("path", "the folder holds " + what.formatted(kind));
    }
    return found.get(0);
  }
}
