package dev.attune.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a database is, seen from outside of the application.
 *
 * @param found in words
 * @param well whether a server could start with it
 */
public record DatabaseCheck(String found, boolean well) {
  private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^&;]*");
  private static final int PATIENCE_SECONDS = 5;

  /** Looks, and changes nothing. */
  public static DatabaseCheck of(String url, @Nullable String user, @Nullable String password) {
    Path file = H2Url.of(url).flatMap(H2Url::file).orElse(null);
    String shown = SECRET.matcher(url).replaceAll("$1...");
    if (file != null) {
      shown = file.toString();
      Optional<String> owner = owner(file);
      if (owner.isPresent()) {
        return new DatabaseCheck(shown + ", in use by process " + owner.get(), true);
      }
      if (!Files.exists(file.resolveSibling(file.getFileName() + ".mv.db"))) {
        return new DatabaseCheck(shown + ", which the first start makes", true);
      }
    }
    Properties login = new Properties();
    login.setProperty("user", user == null ? "" : user);
    login.setProperty("password", password == null ? "" : password);
    DriverManager.setLoginTimeout(PATIENCE_SECONDS);
    String address = file == null ? url : url + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
    try (Connection connection = DriverManager.getConnection(address, login)) {
      String product =
          connection.getMetaData().getDatabaseProductName()
              + " "
              + connection.getMetaData().getDatabaseProductVersion();
      return new DatabaseCheck("%s, %s, %s".formatted(shown, product, holds(connection)), true);
    } catch (SQLException e) {
      return new DatabaseCheck(
          "%s: %s".formatted(shown, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          false);
    }
  }

  private static Optional<String> owner(Path file) {
    try {
      return DatabaseLock.owner(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String holds(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from experiment")) {
      rows.next();
      return "%d experiments".formatted(rows.getLong(1));
    } catch (SQLException e) {
      return "without tables, which the first start makes";
    }
  }
}
