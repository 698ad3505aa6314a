package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the pictures lie that a caption file names: in the folder itself or up to two folders below
 * it, with the folders in their names or without them, and perhaps without their names' end.
 *
 * @param prefix of the folder, with a slash at its end, or empty
 * @param bare whether folders in the names are dropped
 * @param end what the names lack, such as {@code .jpg}, or empty
 */
record PicturePlace(String prefix, boolean bare, String end) {
  private static final List<String> ENDS = List.of("", ".jpg", ".jpeg", ".png");
  private static final int TRIED = 100;

  /** The file of a picture, relative to the root. */
  String file(String listed) {
    return prefix + (bare ? listed.substring(listed.lastIndexOf('/') + 1) : listed) + end;
  }

  /** The place where most of some of the files are; none when none of them is anywhere. */
  static Optional<PicturePlace> find(Path root, List<String> listed) throws IOException {
    List<String> prefixes = new ArrayList<>(List.of(""));
    for (String folder : ClassFolders.below(root)) {
      prefixes.add(folder + "/");
    }
    for (String folder : List.copyOf(prefixes.subList(1, prefixes.size()))) {
      ClassFolders.below(root.resolve(folder)).forEach(f -> prefixes.add(folder + f + "/"));
    }
    int step = Math.max(1, listed.size() / TRIED);
    PicturePlace best = null;
    int most = 0;
    for (String end : ENDS) {
      for (boolean bare : new boolean[] {false, true}) {
        for (String prefix : prefixes) {
          PicturePlace place = new PicturePlace(prefix, bare, end);
          int found = place.found(root, listed, step);
          if (found > most) {
            most = found;
            best = place;
          }
        }
      }
      if (best != null) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }

  private int found(Path root, List<String> listed, int step) {
    int found = 0;
    for (int i = 0; i < listed.size(); i += step) {
      found += Files.isRegularFile(root.resolve(file(listed.get(i)))) ? 1 : 0;
    }
    return found;
  }
}
