package dev.attune.experiment;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.experiment.domain.Json;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.Provenance;
import dev.attune.experiment.domain.ShardScores;
import dev.attune.experiment.domain.Spread;
import dev.attune.experiment.store.MetricRow;
import dev.attune.experiment.store.ProvenanceRecorder;
import dev.attune.hub.Learned;
import dev.attune.hub.ModelHub;
import dev.attune.method.Chosen;
import dev.attune.prompt.PromptCatalog;
import dev.attune.prompt.PromptException;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.Keeping;
import dev.attune.spec.OptionForm;
import dev.attune.spec.RunSpecs;
import dev.attune.spec.ScoreRequest;
import dev.attune.spec.ScoreResolver;
import dev.attune.spec.SpecReader;
import dev.attune.spec.SpecResolver;
import dev.attune.spec.Work;
import dev.attune.task.MetricLabels;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
import dev.attune.task.Tasks;
import dev.attune.task.captioning.CaptionScoring;
import dev.attune.task.captioning.ForeignCaptions;
import dev.attune.worker.ComputeEngine;
import dev.attune.worker.EngineInfo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * Runs experiments at once, on the caller's thread, without queue, database or web server. Specs,
 * tasks and metrics are those of the queue, and so are the numbers. Use on one thread only, which
 * owns the engine.
 */
public final class LocalExperiments implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private LocalExperiments(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts what is needed of the application, with the application's settings. */
  public static LocalExperiments open() {
    return new LocalExperiments(
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("logging.threshold.console=OFF") // the console is the caller's
            .run());
  }

  /**
   * Decides every value of a request.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  public ExperimentSpec resolve(ExperimentRequest request) {
    SpecResolver resolver = context.getBean(SpecResolver.class);
    if (resolver.isTraining(request)) {
      throw new InvalidRequestException(
          List.of(new FieldProblem("preset", "is a training: use the command train")));
    }
    return resolver.resolve(request).spec();
  }

  /** Reads and writes specs that are kept. */
  SpecReader specs() {
    return context.getBean(SpecReader.class);
  }

  /** How metrics are shown. */
  public MetricLabels labels() {
    return context.getBean(MetricLabels.class);
  }

  /** Methods' values as flags of commands. */
  public OptionForm form() {
    return context.getBean(OptionForm.class);
  }

  /**
   * Takes in a file of prompts, wherever it lies.
   *
   * @param value the name of the method's value
   * @param given one of its prompts, or a file's path
   * @return what it is called in a request
   * @throws InvalidRequestException when there is no such file
   */
  public String prompts(String value, String given) {
    if (!given.endsWith(".json")) {
      return given;
    }
    try {
      return context.getBean(PromptCatalog.class).lend(Path.of(given));
    } catch (PromptException | InvalidPathException e) {
      throw InvalidRequestException.of("method." + value, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs all samples; one that cannot be run is counted and left out, as in the queue.
   *
   * @throws TaskException when the run cannot start or no sample could be run
   */
  public LocalResult run(ExperimentSpec spec, Progress progress) {
    LocalScores scores = scores(spec, progress);
    return result(spec, scores, provenance(spec));
  }

  /**
   * Runs all samples, and keeps what was learned as a model.
   *
   * @param name of the model that it becomes
   * @throws InvalidRequestException when the method keeps nothing
   * @throws dev.attune.hub.HubException when the name is taken or is none
   * @throws TaskException when the run cannot start or no sample could be run
   */
  public LocalResult keep(ExperimentSpec spec, String name, Progress progress) {
    Chosen<?> chosen = ((Work.Adaptation) spec.work()).chosen();
    Keeping.whyNot(chosen)
        .ifPresent(
            reason -> {
              throw new InvalidRequestException(List.of(new FieldProblem("keep", reason)));
            });
    Provenance provenance = provenance(spec);
    ModelHub hub = context.getBean(ModelHub.class);
    hub.checkKeepable(name, learned(spec, provenance, 0));
    LocalScores scores =
        scores(
            spec,
            progress,
            (run, failed) ->
                hub.keep(
                    name,
                    learned(spec, provenance, failed),
                    file -> run.chain().orElseThrow().save(file),
                    copied -> {}));
    return result(spec, scores, provenance);
  }

  private Learned learned(ExperimentSpec spec, Provenance provenance, int failed) {
    return Keeping.learned(
        spec,
        Objects.requireNonNull(provenance.fingerprints().get(spec.model())),
        provenance.datasetFingerprint(),
        spec.limit() - failed,
        () -> context.getBean(DatasetCatalog.class).open(spec.dataset()).classNames(),
        null,
        provenance.version());
  }

  /** Runs all samples, and measures nothing yet. */
  LocalScores scores(ExperimentSpec spec, Progress progress) {
    return scores(spec, progress, (run, failed) -> {});
  }

  private LocalScores scores(ExperimentSpec spec, Progress progress, LocalRun.Done done) {
    engine();
    return LocalRun.of(context.getBean(RunSpecs.class).of(spec), progress, done);
  }

  /** Measures what was run. */
  LocalResult result(ExperimentSpec spec, LocalScores scores, Provenance provenance) {
    List<ShardScores> common = ShardScores.common(scores.orders());
    List<MetricRow> rows = MetricRow.measure(task(spec), common);
    List<OrderResult> orders = MetricRow.each(task(spec), spec.stream(), common);
    return new LocalResult(
        spec,
        scores.samples(),
        scores.failed(),
        scores.firstFailure(),
        MetricRow.estimates(rows, MetricRow::after),
        MetricRow.estimates(rows, MetricRow::before),
        MetricRow.estimates(rows, MetricRow::gain),
        orders,
        Spread.of(orders),
        provenance,
        scores.secondsPerSample(),
        scores.unadapted());
  }

  /**
   * Measures captions that were made elsewhere.
   *
   * @param pictures that annotations name; null for none
   * @throws InvalidRequestException naming row and field of what is wrong
   * @throws TaskException when nothing could be measured
   */
  public CaptionScoring.Report score(
      ScoreRequest request, @Nullable Path pictures, Progress progress) {
    ForeignCaptions captions = context.getBean(ScoreResolver.class).resolve(request, pictures);
    engine();
    try (CaptionScoring.Open open = context.getBean(CaptionScoring.class).open(captions)) {
      boolean more = true;
      while (more) {
        more = open.advance();
        progress.done(open.done(), open.size());
      }
      return open.report();
    }
  }

  private EngineInfo engine() {
    return context.getBean(ComputeEngine.class).start();
  }

  private Task task(ExperimentSpec spec) {
    return context.getBean(Tasks.class).get(spec.task());
  }

  /** What these numbers come from. */
  Provenance provenance(ExperimentSpec spec) {
    String json = context.getBean(ProvenanceRecorder.class).record(null, spec, engine());
    return Json.read(json, Provenance.class);
  }

  @Override
  public void close() {
    context.close();
  }

  /** Hears how far a run is. */
  public interface Progress {
    void done(int done, int total);
  }

  /** What is needed of the application; not found by its own scan, as it is no configuration. */
  @ComponentScan({"dev.attune.task", "dev.attune.spec", "dev.attune.settings"})
  @ComponentScan(
      basePackageClasses = ComputeEngine.class,
      useDefaultFilters = false,
      includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ComputeEngine.class))
  @Import(ProvenanceRecorder.class)
  @ImportAutoConfiguration(ProjectInfoAutoConfiguration.class)
  static class Parts {}
}
