package dev.attune.cli;

import dev.attune.bench.MadeUpRuns;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fills a database for measurements. */
@Command(
    name = "fill",
    description = {
      "Copies the completed runs of a database until there are very many, to measure pages on.",
      "Not for a database that is to be kept: copies cannot be told from what was computed."
    },
    mixinStandardHelpOptions = true)
final class FillCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--runs", description = "to be made (${DEFAULT-VALUE})")
  private int runs = 10_000;

  @Option(names = "--board", description = "of these on one board (${DEFAULT-VALUE})")
  private int board = 6_000;

  @Option(names = "--models", description = "on that board (${DEFAULT-VALUE})")
  private int models = 340;

  @Option(names = "--long", description = "runs with many samples (${DEFAULT-VALUE})")
  private int longRuns = 15;

  @Option(names = "--samples", description = "of each of these (${DEFAULT-VALUE})")
  private int samples = 50_000;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    long start = System.nanoTime();
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      new MadeUpRuns(runs, board, models, longRuns, samples).write(connection);
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println("%d runs, in %d s".formatted(runs, (System.nanoTime() - start) / 1_000_000_000));
    return 0;
  }
}
