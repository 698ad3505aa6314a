package dev.attune.dataset.folder;

import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Keeps names that files carry within the folder they were found in. */
final class SafePaths {
  private static final Set<String> PICTURES =
      Set.of(
          ("jpg jpeg jpe jfif png webp gif bmp tif tiff"
                  // these are no samples, but told of: else a class would silently lack them
                  + " avif heic heif jxl jp2")
              .split(" "));

  private SafePaths() {}

  /** Whether a file's name is that of a picture; what it holds is looked at later. */
  static boolean isPicture(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && PICTURES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Hidden files and the leavings of archivers are nobody's samples. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  /** A name as lists have it, such as {@code .\img\0.jpg}, in one form: {@code img/0.jpg}. */
  static String plain(String name) {
    try {
      return Path.of(name.replace('\\', '/')).normalize().toString().replace('\\', '/');
    } catch (InvalidPathException e) {
      return name;
    }
  }

  /** Whether a name from a list, in one form, stays below the folder it is resolved against. */
  static boolean isInside(String name) {
    if (name.isBlank()
        || name.indexOf('\\') >= 0
        || name.chars().anyMatch(Character::isISOControl)
        || name.matches("[A-Za-z]:.*")) {
      return false;
    }
    try {
      Path path = Path.of(name);
      return !path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The file that a name leads to, links followed.
   *
   * @param root a real path
   * @throws PictureException when there is no such file, or a link leads out of the folder or
   *     nowhere
   */
  static Path resolve(Path root, String name) {
    try {
      Path real = root.resolve(name).toRealPath();
      if (!real.startsWith(root)) {
        throw new PictureException(name, "is a link that leads out of the data set's folder");
      }
      return real;
    } catch (NoSuchFileException e) {
      throw new PictureException(name, "the file is missing", e);
    } catch (FileSystemLoopException e) {
      throw new PictureException(name, "is a link that leads in a circle", e);
    } catch (IOException e) {
      throw new PictureException(name, "the file cannot be reached, or is a link in a circle", e);
    }
  }
}
