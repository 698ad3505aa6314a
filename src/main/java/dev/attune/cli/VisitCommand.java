package dev.attune.cli;

import dev.attune.bench.Visits;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the pages of a running Attune. */
@Command(
    name = "visit",
    description =
        "Asks a running Attune for every page and every list, and says how long that took.",
    mixinStandardHelpOptions = true)
final class VisitCommand implements Callable<Integer> {
  @Option(names = "--at", description = "where it is served (${DEFAULT-VALUE})")
  private URI at = URI.create("http://localhost:8080");

  @Option(
      names = "--visitors",
      split = ",",
      description = "at once, one table column each (${DEFAULT-VALUE})")
  private List<Integer> visitors = List.of(1, 16);

  @Option(names = "--requests", description = "timed ones a page (${DEFAULT-VALUE})")
  private int requests = 300;

  @Option(names = "--warm-up", description = "requests before the timed ones (${DEFAULT-VALUE})")
  private int warmUp = 30;

  @Option(
      names = "--think",
      description = "of a visitor before the next request, in milliseconds (${DEFAULT-VALUE})")
  private long think;

  @Option(names = "--page", split = ",", description = "only these; all of them by default")
  private List<String> only = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Visits visits = new Visits(at, requests, warmUp, Duration.ofMillis(think));
    for (Map.Entry<String, String> page : visits.pages().entrySet()) {
      if (!only.isEmpty() && !only.contains(page.getKey())) {
        continue;
      }
      out.printf(Locale.ROOT, "%-50s", page.getKey());
      for (int n : visitors) {
        Visits.Measured measured = visits.measure(page.getValue(), n);
        out.printf(Locale.ROOT, "  %2d: %7.1f %7.1f", n, measured.p50(), measured.p95());
        out.flush();
      }
      out.println();
    }
    return 0;
  }
}
