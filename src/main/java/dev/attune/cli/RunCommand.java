package dev.attune.cli;

import dev.attune.experiment.ExperimentRequest;
import dev.attune.experiment.LocalExperiments;
import dev.attune.experiment.LocalResult;
import dev.attune.metric.Estimate;
import dev.attune.spec.InvalidRequestException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs one experiment here and now; the numbers are those that the queue gives. */
@Command(
    name = "run",
    description = "Runs one experiment without web server, queue and database.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Option(names = "--preset", description = "a preset's name; or give --method")
  private @Nullable String preset;

  @Option(names = "--dataset", description = "a data set's name")
  private @Nullable String dataset;

  @Option(names = "--split", description = "of the data set")
  private @Nullable String split;

  @Option(names = "--limit", description = "samples from the set's start; all by default")
  private @Nullable Integer limit;

  @Option(names = "--seed", description = "of all randomness; 0 by default")
  private @Nullable Long seed;

  @Option(names = "--model", description = "the model that adapts")
  private @Nullable String model;

  @Option(names = "--method", description = "a method's name, such as rlcf-prompt")
  private @Nullable String type;

  @Option(names = "--steps", description = "optimiser steps a sample")
  private @Nullable Integer steps;

  @Option(names = "--learning-rate", description = "of the optimiser")
  private @Nullable Double learningRate;

  @Option(names = "--weight-decay", description = "of the optimiser")
  private @Nullable Double weightDecay;

  @Option(names = "--sample-k", description = "candidates sampled from each view")
  private @Nullable Integer sampleK;

  @Option(names = "--views", description = "views of an image, the plain one included")
  private @Nullable Integer views;

  @Option(names = "--selection", description = "share of the views that is kept, in (0, 1]")
  private @Nullable Double selection;

  @Option(names = "--crop-scale", description = "least share of the picture a crop keeps, (0, 1]")
  private @Nullable Double cropScale;

  @Option(names = "--judges", split = ",", description = "names of the reward models")
  private @Nullable List<String> judges;

  @Option(names = "--baseline", arity = "1", description = "true: subtract the mean reward")
  private @Nullable Boolean baseline;

  @Option(names = "--amplify", arity = "1", description = "true: divide by the rewards' deviation")
  private @Nullable Boolean amplify;

  @Option(names = "--scope", description = "of mean and deviation: view or batch")
  private @Nullable String scope;

  @Option(names = "--judge-weights", description = "of several judges: confidence or mean")
  private @Nullable String weights;

  @Option(names = "--augmentation", description = "of the views: crop, augmix, augmix-all, hard")
  private @Nullable String augmentation;

  @Option(names = "--parameters", description = "what is tuned of an image tower: all or norm")
  private @Nullable String parameters;

  @Option(names = "--distillation", description = "the loss of kd-tune: kd, dkd or atkd")
  private @Nullable String distillation;

  @Option(names = "--min-entropy-weight", description = "of the averaged softmax in the loss")
  private @Nullable Double minEntropyWeight;

  @Option(names = "--batch-norm", description = "statistics in the steps: running, batch, mix")
  private @Nullable String statistics;

  @Option(names = "--prior-strength", description = "of the running statistics in the mix")
  private @Nullable Double priorStrength;

  @Option(names = "--context-vectors", description = "name of the model that holds them")
  private @Nullable String contextVectors;

  @Option(
      names = "--mask-padding",
      arity = "1",
      description = "true: leave padding out of the loss of sampled captions")
  private @Nullable Boolean maskPadding;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    LocalResult result;
    try (LocalExperiments experiments = LocalExperiments.open()) {
      // a bar would only litter a file
      ProgressBar bar = System.console() == null ? null : new ProgressBar(line.getErr());
      result =
          experiments.run(
              experiments.resolve(request()),
              (done, total) -> {
                if (bar != null) {
                  bar.update(done, total);
                }
              });
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
              "%d of %d samples failed; the first one: %s%n",
              result.failed(), result.samples(), result.firstFailure());
    }
    return 0;
  }

  private ExperimentRequest request() {
    ExperimentRequest.Reward reward =
        new ExperimentRequest.Reward(judges, baseline, amplify, scope, weights);
    ExperimentRequest.BatchNorm batchNorm =
        statistics == null && priorStrength == null
            ? null
            : new ExperimentRequest.BatchNorm(statistics, priorStrength);
    ExperimentRequest.Method method =
        new ExperimentRequest.Method(
            type,
            steps,
            learningRate,
            weightDecay,
            sampleK,
            views,
            selection,
            cropScale,
            reward,
            augmentation,
            parameters,
            distillation,
            minEntropyWeight,
            batchNorm,
            null, // momentum comes with a preset
            contextVectors,
            maskPadding);
    return new ExperimentRequest(null, preset, null, dataset, split, limit, seed, model, method);
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
    out.printf("%-12s %26s %26s %28s%n", "metric", "adapted", "baseline", "gain");
    result
        .metrics()
        .forEach(
            (name, value) ->
                out.printf(
                    "%-12s %26s %26s %28s%n",
                    name,
                    show(value, ""),
                    show(Objects.requireNonNull(result.baseline().get(name)), ""),
                    show(Objects.requireNonNull(result.gains().get(name)), "+")));
    result
        .provenance()
        .metricNotes()
        .forEach((name, notes) -> out.printf("%s, %s%n", name, String.join("; ", notes)));
    out.println("in brackets: 95% bootstrap intervals; the gain's is paired");
    out.flush();
  }

  private static String show(Estimate e, String sign) {
    String format = "%" + sign + ".4f";
    return String.format(
        Locale.ROOT, format + " [" + format + ", " + format + "]", e.value(), e.low(), e.high());
  }
}
