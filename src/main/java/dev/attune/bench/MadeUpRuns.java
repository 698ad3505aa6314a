package dev.attune.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills a database with finished runs, so that pages can be measured on many of them. Every
 * completed adaptation that is there is a pattern; copies differ in name, model, data set, value
 * and time. All is done by the database itself, in a few statements.
 *
 * @param runs how many experiments to make
 * @param board how many of them are runs on their pattern's data set; the others are spread over
 *     twenty names of sets that do not exist
 * @param models names of models on the board, each of which has a row for each pattern
 * @param longRuns how many of all have {@code samples} samples, and not as many as the pattern
 * @param samples a multiple of what the patterns have
 */
public record MadeUpRuns(int runs, int board, int models, int longRuns, int samples) {
  private static final int OTHER_SETS = 20;

  /** A run whose rows are copied. */
  private record Pattern(String id, String model) {}

  /**
   * Writes all, and brings the database's statistics up to date.
   *
   * @throws IllegalStateException when there is no run to copy
   */
  public void write(Connection database) throws SQLException {
    boolean h2 = database.getMetaData().getURL().startsWith("jdbc:h2:");
    List<Pattern> patterns = patterns(database);
    if (patterns.isEmpty()) {
      throw new IllegalStateException(
          "There is no completed run to copy: start Attune on this database, and run one.");
    }
    for (int i = 0; i < patterns.size(); i++) {
      Pattern pattern = patterns.get(i);
      String numbers =
          "(select n from %s) g where p.ID = '%s' and mod(g.n, %d) = %d"
              .formatted(numbers(h2, 1, runs), pattern.id(), patterns.size(), i);
      run(database, experiments(pattern, numbers.replace("ID", "id"), patterns.size()));
      String parts = numbers.replace("ID", "experiment_id");
      run(database, METRICS + parts);
      run(database, SHARDS.formatted(size("p.last_index")) + parts + " and p.number = 0");
      run(
          database,
          SAMPLES.formatted("p.place", "p.sample_index")
              + parts
              + " and not (%s)".formatted(isLong()));
    }
    for (int n = every(); longRuns > 0 && n <= runs; n += every()) {
      run(database, longSamples(h2, patterns.get(n % patterns.size()).id(), n));
    }
    run(database, "analyze");
  }

  private static List<Pattern> patterns(Connection database) throws SQLException {
    List<Pattern> patterns = new ArrayList<>();
    try (Statement statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "select e.id, e.model from experiment e where e.status = 'COMPLETED'"
                    + " and exists (select 1 from experiment_metric m where m.experiment_id = e.id)"
                    + " order by e.created_at, e.id")) {
      while (rows.next()) {
        patterns.add(new Pattern(rows.getString(1), rows.getString(2)));
      }
    }
    return patterns;
  }

  private static String numbers(boolean h2, int from, int to) {
    return (h2
            ? "(select x as n from system_range(%d, %d)) r"
            : "(select generate_series(%d, %d) as n) r")
        .formatted(from, to);
  }

  private static final String ID = "'g' || lpad(cast(g.n as varchar), 9, '0')";

  /** What the n-th copy's value is above or below its pattern's. */
  private static final String SHIFT = "(mod(g.n * 7919, 1000) / 10000.0 - 0.05)";

  private static final String METRICS =
      "insert into experiment_metric select "
          + ID
          + ", p.position, p.name, p.after_value + S, p.after_low + S, p.after_high + S,"
              .replace("S", SHIFT)
          + " p.before_value, p.before_low, p.before_high, p.gain_value + S, p.gain_low + S,"
              .replace("S", SHIFT)
          + " p.gain_high + S from experiment_metric p, ".replace("S", SHIFT);

  private static final String SHARDS =
      "insert into shard (experiment_id, number, status, first_index, last_index, next_index, done,"
          + " failed, millis, attempts, scores, unadapted, fixed, broken, unchanged, unreadable)"
          + " select "
          + ID
          + ", 0, p.status, 0, %1$s, %1$s, %1$s, p.failed, p.millis, 0, p.scores, p.unadapted,"
          + " p.fixed * (%1$s) / p.last_index, p.broken * (%1$s) / p.last_index,"
          + " p.unchanged * (%1$s) / p.last_index, p.unreadable * (%1$s) / p.last_index"
          + " from shard p, ";

  private static final String SAMPLES =
      "insert into sample (experiment_id, place, sample_index, outcome, detail) select "
          + ID
          + ", %1$s, %2$s, p.outcome, replace(p.detail, '\"index\":' || p.sample_index || ',',"
          + " '\"index\":' || (%2$s) || ',') from sample p, ";

  private String experiments(Pattern pattern, String numbers, int patterns) {
    String model = "'%s-' || mod(g.n / %d, %d)".formatted(pattern.model(), patterns, models);
    String set =
        "case when g.n <= %d then p.dataset else 'made-up-' || mod(g.n, %d) end"
            .formatted(board, OTHER_SETS);
    String spec =
        ("replace(replace(p.spec, '\"model\":\"' || p.model || '\"', '\"model\":\"' || %s || '\"'),"
                + " '\"dataset\":\"' || p.dataset || '\"', '\"dataset\":\"' || (%s) || '\"')")
            .formatted(model, set);
    String at = "p.%s - g.n * interval '1' minute";
    return "insert into experiment (id, name, status, task, dataset, model, method, preset,"
        + " samples, spec, origins, plugin, provenance, headline, headline_gain,"
        + " seconds_per_sample, created_at, started_at, finished_at) select "
        + String.join(
            ", ",
            ID,
            "p.name || ' ' || g.n",
            "p.status",
            "p.task",
            set,
            model,
            "p.method",
            "p.preset",
            size("p.samples"),
            spec,
            "p.origins",
            "p.plugin",
            "p.provenance",
            "p.headline + " + SHIFT,
            "p.headline_gain + " + SHIFT,
            "p.seconds_per_sample",
            at.formatted("created_at"),
            at.formatted("started_at"),
            at.formatted("finished_at"))
        + " from experiment p, "
        + numbers;
  }

  private int every() {
    return runs / Math.max(1, longRuns);
  }

  private String isLong() {
    return longRuns == 0 ? "1 = 0" : "mod(g.n, %d) = 0".formatted(every());
  }

  private String size(String ofPattern) {
    return "case when %s then %d else %s end".formatted(isLong(), samples, ofPattern);
  }

  /** The samples of a long run: those of its pattern again and again. */
  private String longSamples(boolean h2, String pattern, int n) {
    String count = "(select count(*) from sample where experiment_id = '%s')".formatted(pattern);
    return SAMPLES.formatted("g.n", "g.n").replace(ID, String.format(Locale.ROOT, "'g%09d'", n))
        + "(select n from %s) g where p.experiment_id = '%s' and p.place = mod(g.n, %s)"
            .formatted(numbers(h2, 0, samples - 1), pattern, count);
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
