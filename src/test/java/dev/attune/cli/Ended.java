package dev.attune.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command printed, and its exit code. */
public record Ended(int code, String out, String err) {

  /** Runs a command as its user would. */
  public static Ended run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
    try {
      int code = AttuneCommand.run(args);
      return new Ended(
          code,
          newOut.toString(StandardCharsets.UTF_8),
          own(newErr.toString(StandardCharsets.UTF_8)));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /**
   * Without what threads of other tests' applications log while the command sets up its own log.
   */
  private static String own(String err) {
    return err.replaceAll("(?m)^[\\d:,]+ \\|-WARN in Logger\\[.*\\R", "");
  }
}
