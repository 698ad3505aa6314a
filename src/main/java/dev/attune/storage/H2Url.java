package dev.attune.storage;

import dev.attune.settings.Home;
import dev.attune.settings.SettingException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of an H2 database. */
record H2Url(String url) {
  private static final Pattern DELAY = Pattern.compile("(?i);\\s*WRITE_DELAY\\s*=\\s*([^;]*)");
  private static final Pattern SHARED = Pattern.compile("(?i);\\s*AUTO_SERVER\\s*=\\s*TRUE");

  /** A file; H2's other file systems have names of several letters, a drive has one. */
  private static final Pattern FILE =
      Pattern.compile("(?i)jdbc:h2:(?:file:)?((?![a-z]{2,}:)[^;]+).*");

  static Optional<H2Url> of(String url) {
    return url.startsWith("jdbc:h2:") ? Optional.of(new H2Url(url)) : Optional.empty();
  }

  /**
   * The same database, which has written a change when it says that it is committed. By itself H2
   * waits for up to half a second, and a process that is killed takes that with it.
   *
   * @throws SettingException where the address asks for a delay
   */
  String durable() {
    Matcher delay = DELAY.matcher(url);
    if (!delay.find()) {
      return url + ";WRITE_DELAY=0";
    }
    if (!delay.group(1).strip().equals("0")) {
      throw new SettingException(
          "The database's address asks for WRITE_DELAY=%s, with which experiments that were accepted could be lost."
              .formatted(delay.group(1).strip()),
          "Leave WRITE_DELAY out of spring.datasource.url (SPRING_DATASOURCE_URL).");
    }
    return url;
  }

  /** The file, without its ending, of a database that one process has open at a time. */
  Optional<Path> file() {
    Matcher file = FILE.matcher(url);
    return file.matches() && !SHARED.matcher(url).find()
        ? Optional.of(Home.of(file.group(1)))
        : Optional.empty();
  }
}
