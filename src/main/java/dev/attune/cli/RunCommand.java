package dev.attune.cli;

import dev.attune.experiment.LocalExperiments;
import dev.attune.experiment.LocalResult;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.metric.Estimate;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.InvalidRequestException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs one experiment here and now; the numbers are those that the queue gives. */
@Command(
    name = "run",
    description = "Runs one experiment without web server, queue and database.",
    modelTransformer = OptionFlags.Adding.class,
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer>, OptionFlags.Holder {

  @Option(names = "--preset", description = "a preset's name; or give --method")
  private @Nullable String preset;

  @Option(
      names = "--task",
      description = "a task's name; by default the one that preset or method is for")
  private @Nullable String task;

  @Option(names = "--dataset", description = "a data set's name")
  private @Nullable String dataset;

  @Option(names = "--split", description = "of the data set")
  private @Nullable String split;

  @Option(names = "--limit", description = "how many samples; all by default")
  private @Nullable Integer limit;

  @Mixin private StreamOptions stream = new StreamOptions();

  @Option(names = "--seed", description = "of all randomness; 0 by default")
  private @Nullable Long seed;

  @Option(names = "--model", description = "the model that adapts")
  private @Nullable String model;

  @Option(names = "--method", description = "a method's name, such as rlcf-prompt")
  private @Nullable String type;

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      description = "install what the run learned as a model of this name")
  private @Nullable String keep;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final OptionFlags flags = OptionFlags.ofMethods();

  @Override
  public OptionFlags flags() {
    return flags;
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    LocalResult result;
    try (LocalExperiments experiments = LocalExperiments.open()) {
      ExperimentSpec asked = experiments.resolve(request(experiments));
      LocalExperiments.Progress progress = ProgressBar.on(line.getErr());
      result =
          keep == null ? experiments.run(asked, progress) : experiments.keep(asked, keep, progress);
    } catch (InvalidRequestException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    if (json) {
      line.getOut()
          .println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(result));
    } else {
      table(result, line.getOut());
    }
    if (result.failed() > 0) {
      line.getErr()
          .printf(
              Locale.ROOT,
              "%d of %d samples failed; the first one: %s%n",
              result.failed(),
              runs(result),
              result.firstFailure());
    }
    if (result.unadapted() > 0) {
      line.getErr()
          .printf(
              Locale.ROOT,
              "%d of %d samples were too few for a batch and keep the model's own answer%n",
              result.unadapted(),
              runs(result));
    }
    return 0;
  }

  private static int runs(LocalResult result) {
    return result.samples() * result.spec().stream().orders();
  }

  private ExperimentRequest request(LocalExperiments experiments) {
    return new ExperimentRequest(
        null,
        preset,
        task,
        dataset,
        split,
        limit,
        seed,
        model,
        flags.method(
            type, experiments.form().method(preset, type).orElse(null), experiments::prompts),
        null,
        stream.sample(),
        stream.order(),
        stream.orderSeed(),
        stream.orders(),
        stream.settings());
  }

  private static void table(LocalResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s on %s, %d samples, seed %d, model %s, %.3f s a sample%n",
        result.spec().type(),
        result.spec().dataset(),
        result.samples(),
        result.spec().seed(),
        result.spec().model(),
        result.secondsPerSample());
    out.printf(Locale.ROOT, "%-12s %26s %26s %28s%n", "metric", "adapted", "baseline", "gain");
    result
        .metrics()
        .forEach(
            (name, value) ->
                out.printf(
                    Locale.ROOT,
                    "%-12s %26s %26s %28s%n",
                    name,
                    show(value, ""),
                    show(Objects.requireNonNull(result.baseline().get(name)), ""),
                    show(Objects.requireNonNull(result.gains().get(name)), "+")));
    orders(result, out);
    result
        .provenance()
        .metricNotes()
        .forEach(
            (name, notes) -> out.printf(Locale.ROOT, "%s, %s%n", name, String.join("; ", notes)));
    out.println("in brackets: 95% bootstrap intervals; the gain's is paired");
    out.flush();
  }

  /** Each order's values, where the metrics are means over several. */
  private static void orders(LocalResult result, PrintWriter out) {
    for (OrderResult order : result.orders()) {
      StringJoiner values = new StringJoiner(", ");
      order
          .metrics()
          .forEach((name, e) -> values.add(String.format(Locale.ROOT, "%s %.4f", name, e.value())));
      out.printf(Locale.ROOT, "order %d: %s%n", order.orderSeed(), values);
    }
    result
        .spread()
        .forEach(
            (name, s) ->
                out.printf(
                    Locale.ROOT,
                    "%s over %d orders: %.4f to %.4f, standard deviation %.4f%n",
                    name,
                    result.orders().size(),
                    s.low(),
                    s.high(),
                    s.deviation()));
  }

  static String show(Estimate e, String sign) {
    String format = "%" + sign + ".4f";
    return String.format(
        Locale.ROOT, format + " [" + format + ", " + format + "]", e.value(), e.low(), e.high());
  }
}
