package dev.attune.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line beside the web application. */
@Command(
    name = "attune",
    description = "Test-time adaptation of vision-language models. Without a command it serves.",
    subcommands = {ModelsCommand.class, TrainCommand.class},
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
    CommandLine line = new CommandLine(new AttuneCommand());
    line.setParameterExceptionHandler(
        (e, a) -> {
          System.err.println(e.getMessage());
          return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
        });
    line.setExecutionExceptionHandler(
        (e, commandLine, result) -> {
          System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
          return commandLine.getCommandSpec().exitCodeOnExecutionException();
        });
    return line.execute(args);
  }
}
