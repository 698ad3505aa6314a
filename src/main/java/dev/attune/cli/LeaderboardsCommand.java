package dev.attune.cli;

import dev.attune.leaderboard.BoardRows;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finds the rows of all leaderboards anew. */
@Command(
    name = "leaderboards",
    description = {
      "Finds the rows of all leaderboards anew, from all runs.",
      "Needed only after somebody has changed the database by hand."
    },
    mixinStandardHelpOptions = true)
final class LeaderboardsCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    SingleConnectionDataSource source =
        new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
    try {
      Integer rows =
          new TransactionTemplate(new DataSourceTransactionManager(source))
              .execute(status -> new BoardRows(JdbcClient.create(source)).rebuild());
      Objects.requireNonNull(spec).commandLine().getOut().println(rows + " rows");
      return 0;
    } finally {
      source.destroy();
    }
  }
}
