package dev.attune.cli;

import dev.attune.settings.SettingException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line beside the web application. */
@Command(
    name = "attune",
    description = "Test-time adaptation of vision-language models. Without a command it serves.",
    subcommands = {
      BenchCommand.class,
      CompareCommand.class,
      DatasetsCommand.class,
      DoctorCommand.class,
      FeaturesCommand.class,
      LeaderboardsCommand.class,
      ModelsCommand.class,
      RunCommand.class,
      ScoreCommand.class,
      TokenizeCommand.class,
      TrainCommand.class
    },
    mixinStandardHelpOptions = true)
public final class AttuneCommand {

  private AttuneCommand() {}

  /**
   * Runs one command.
   *
   * @return the exit code: 0 for success, 2 for wrong arguments, 1 for any other failure; an error
   *     is one line on stderr
   */
  public static int run(String... args) {
    // what libraries say of themselves would stand in the middle of a command's output
    LoggingSystem logging = LoggingSystem.get(AttuneCommand.class.getClassLoader());
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
    logging.setLogLevel("org.apache.fontbox", LogLevel.ERROR); // see application.yaml
    try {
      return line().execute(args);
    } catch (SettingException e) { // Attune's home is read before the arguments are
      System.err.println(oneLine(e));
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** The whole command line, each error in one line. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new AttuneCommand());
    line.setParameterExceptionHandler(
        (e, a) -> {
          System.err.println(oneLine(e));
          return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
        });
    line.setExecutionExceptionHandler(
        (e, commandLine, result) -> {
          System.err.println(oneLine(e));
          return commandLine.getCommandSpec().exitCodeOnExecutionException();
        });
    return line;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SettingException setting) {
        message = setting.getMessage() + " " + setting.remedy();
      }
    }
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
