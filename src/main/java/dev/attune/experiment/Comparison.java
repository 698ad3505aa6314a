package dev.attune.experiment;

import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.Provenance;
import dev.attune.experiment.domain.ShardScores;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Runs many experiments one after the other and keeps each one's scores in a file, one line an
 * experiment, so that a comparison that was stopped goes on where it was.
 */
public final class Comparison {
  private final LocalExperiments experiments;
  private final Path file;
  private final Map<ExperimentSpec, Cell> cells = new LinkedHashMap<>();

  /** One finished experiment, as it stands in the file. */
  record Cell(ExperimentSpec spec, LocalScores scores, Provenance provenance) {
    /** Whether the same models and pictures would be used today. */
    boolean current(Provenance today) {
      return provenance.sameModels(today)
          && provenance.datasetFingerprint().equals(today.datasetFingerprint())
          && provenance.metricNotes().equals(today.metricNotes());
    }
  }

  /** A cell as a line of the file. */
  private record Line(JsonNode spec, LocalScores scores, Provenance provenance) {
    static Cell read(String json, SpecReader specs) {
      Line line = Json.read(json, Line.class);
      return new Cell(specs.read(line.spec().toString()), line.scores(), line.provenance());
    }

    static String write(Cell cell, SpecReader specs) {
      JsonNode spec = Json.read(specs.write(cell.spec()), JsonNode.class);
      return Json.write(new Line(spec, cell.scores(), cell.provenance()));
    }
  }

  /**
   * @param file of the scores; what it holds already is not run again
   * @throws IOException when it cannot be read, or holds something else
   */
  public Comparison(LocalExperiments experiments, Path file) throws IOException {
    this.experiments = experiments;
    this.file = file;
    if (Files.exists(file)) {
      read();
    }
  }

  private void read() throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      try {
        Cell cell = Line.read(lines.get(i), experiments.specs());
        cells.put(cell.spec(), cell);
      } catch (RuntimeException e) {
        throw new IOException("%s: line %d holds no scores".formatted(file, i + 1), e);
      }
    }
  }

  /** Runs an experiment, unless its scores are in the file and nothing they came from changed. */
  public LocalResult run(ExperimentSpec spec, LocalExperiments.Progress progress)
      throws IOException {
    Provenance today = experiments.provenance(spec);
    Cell cell = cells.get(spec);
    if (cell == null || !cell.current(today)) {
      cell = new Cell(spec, experiments.scores(spec, progress), today);
      cells.put(spec, cell);
      save();
    }
    return experiments.result(spec, cell.scores(), cell.provenance());
  }

  private void save() throws IOException {
    StringBuilder text = new StringBuilder();
    cells.values().forEach(cell -> text.append(Line.write(cell, experiments.specs())).append('\n'));
    // beside it and then in its place: a line cut in half would cost all others
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Measures several finished experiments of one task as if they were one; their samples are held
   * to be independent.
   */
  public LocalResult together(List<ExperimentSpec> specs) {
    List<ShardScores> orders = List.of();
    int first = 0;
    int samples = 0;
    int failed = 0;
    int unadapted = 0;
    double seconds = 0;
    for (ExperimentSpec spec : specs) {
      LocalScores scores = Objects.requireNonNull(cells.get(spec), "not run yet").scores();
      int by = first;
      List<ShardScores> moved = scores.orders().stream().map(s -> shifted(s, by)).toList();
      first =
          1
              + moved.stream()
                  .flatMap(s -> s.after().stream())
                  .mapToInt(r -> (int) r[0])
                  .max()
                  .orElse(by - 1);
      List<ShardScores> earlier = orders;
      orders =
          earlier.isEmpty()
              ? moved
              : IntStream.range(0, moved.size())
                  .mapToObj(n -> earlier.get(n).merge(moved.get(n)))
                  .toList();
      samples += spec.limit();
      failed += scores.failed();
      unadapted += scores.unadapted();
      seconds += scores.secondsPerSample() * spec.limit();
    }
    LocalScores all = new LocalScores(orders, samples, failed, unadapted, null, seconds / samples);
    return experiments.result(specs.get(0), all, experiments.provenance(specs.get(0)));
  }

  /** The same with the sample numbers moved up. */
  private static ShardScores shifted(ShardScores scores, int by) {
    return new ShardScores(
        scores.columns(), shifted(scores.before(), by), shifted(scores.after(), by));
  }

  private static List<double[]> shifted(List<double[]> rows, int by) {
    return rows.stream()
        .map(
            row -> {
              double[] moved = row.clone();
              moved[0] += by;
              return moved;
            })
        .toList();
  }
}
