package dev.attune.settings;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Attune's home as people write it, in a shell, a unit file or a compose file. */
public final class Home {
  private static final String REMEDY = "Set attune.home (ATTUNE_HOME) to another folder.";

  private Home() {}

  /**
   * Reads it. A tilde at the beginning is the user's own folder, which a shell would have put there
   * and a unit file does not; what is relative begins where the process was started.
   *
   * @return absolute; it need not exist
   * @throws SettingException where the folder cannot be Attune's home
   */
  public static Path of(String text) {
    String path = text.strip();
    if (path.indexOf(';') >= 0) {
      throw new SettingException(
          "Attune's home %s has a semicolon in its name, which the embedded database takes for the end of it."
              .formatted(path),
          REMEDY);
    }
    if (path.equals("~") || path.startsWith("~/") || path.startsWith("~" + File.separator)) {
      path = System.getProperty("user.home") + path.substring(1);
    } else if (path.startsWith("~")) {
      throw new SettingException(
          "Attune's home %s begins with another user's tilde.".formatted(path),
          "Set attune.home (ATTUNE_HOME) to the whole path, or to ./%s for a folder of that name."
              .formatted(path));
    }
    try {
      return Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingException("Attune's home %s is no path.".formatted(path), REMEDY);
    }
  }
}
