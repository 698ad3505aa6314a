package dev.attune.hub;

import java.util.regex.Pattern;

/** What models, folders and files may be called, so that a name is never a path. */
final class Names {
  /** Lower case, so that a name is one folder on every file system. */
  private static final Pattern MODEL = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Names() {}

  static boolean isModel(String name) {
    return MODEL.matcher(name).matches();
  }

  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  /**
   * The name itself.
   *
   * @throws HubException when a model cannot be called so
   */
  static String model(String name) {
    if (!isModel(name)) {
      throw HubException.invalid(
          "name", "a model's name has 1 to 64 lower-case letters, digits, dots and dashes");
    }
    return name;
  }
}
