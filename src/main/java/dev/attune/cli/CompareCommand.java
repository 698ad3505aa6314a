package dev.attune.cli;

import dev.attune.experiment.Comparison;
import dev.attune.experiment.LocalExperiments;
import dev.attune.experiment.LocalResult;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs every preset on every data set and writes the table. */
@Command(
    name = "compare",
    description = "Runs presets on data sets, one after the other, and writes a table in Markdown.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Option(names = "--presets", split = ",", required = true, description = "their names")
  private List<String> presets = List.of();

  @Option(
      names = "--datasets",
      split = ",",
      required = true,
      description = "their names; the first is the original, the others are its shifts")
  private List<String> datasets = List.of();

  @Option(names = "--limit", description = "samples of each set (${DEFAULT-VALUE})")
  private int limit = 500;

  @Mixin private StreamOptions stream = new StreamOptions();

  @Option(names = "--seed", description = "of all randomness; 0 by default")
  private @Nullable Long seed;

  @Option(names = "--model", description = "the model that adapts")
  private @Nullable String model;

  @Option(
      names = "--metrics",
      split = ",",
      description = "a table of each, or of 'all'; the task's first by default")
  private List<String> metrics = List.of();

  @Option(
      names = "--scores",
      required = true,
      description = "file of what has been run; an interrupted comparison goes on from it")
  private Path scores = Path.of("");

  @Option(names = "--out", description = "file of the table; printed by default")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    try (LocalExperiments experiments = LocalExperiments.open()) {
      Map<String, List<ExperimentSpec>> specs = new LinkedHashMap<>();
      for (String preset : presets) {
        specs.put(preset, datasets.stream().map(d -> resolve(experiments, preset, d)).toList());
      }
      Comparison comparison = new Comparison(experiments, scores);
      Map<String, List<LocalResult>> results = new LinkedHashMap<>();
      for (Map.Entry<String, List<ExperimentSpec>> row : specs.entrySet()) {
        List<LocalResult> cells = new ArrayList<>();
        for (ExperimentSpec cell : row.getValue()) {
          line.getErr().printf(Locale.ROOT, "%s on %s%n", row.getKey(), cell.dataset());
          cells.add(comparison.run(cell, ProgressBar.on(line.getErr())));
        }
        if (datasets.size() > 2) {
          cells.add(comparison.together(row.getValue().subList(1, datasets.size())));
        }
        results.put(row.getKey(), cells);
      }
      String table = new ComparisonTable(experiments.labels()).of(metrics, datasets, results);
      if (out == null) {
        line.getOut().print(table);
        line.getOut().flush();
      } else {
        Files.writeString(out, table);
      }
    } catch (InvalidRequestException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private ExperimentSpec resolve(LocalExperiments experiments, String preset, String dataset) {
    ExperimentSpec spec = experiments.resolve(request(preset, dataset, null, null));
    return spec.work() instanceof Work.Adaptation a && a.chosen().traits().orderCounts()
        ? experiments.resolve(request(preset, dataset, stream.orderSeed(), stream.orders()))
        : spec;
  }

  private ExperimentRequest request(
      String preset, String dataset, @Nullable Long orderSeed, @Nullable Integer orders) {
    return new ExperimentRequest(
        null,
        preset,
        null,
        dataset,
        null,
        limit,
        seed,
        model,
        null,
        null,
        stream.sample(),
        stream.order(),
        orderSeed,
        orders,
        stream.settings());
  }
}
