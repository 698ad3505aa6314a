package dev.attune.cli;

import dev.attune.experiment.LocalExperiments;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.ScoreRequest;
import dev.attune.task.MetricLabels;
import dev.attune.task.captioning.CaptionScoring.LeftOut;
import dev.attune.task.captioning.CaptionScoring.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Measures captions that were made elsewhere. */
@Command(
    name = "score",
    description = "Measures captions that were made elsewhere: BLEU, METEOR, ROUGE-L, CIDEr, ...",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CAPTIONS",
      description = "COCO's result format: [{\"image_id\": ..., \"caption\": \"...\"}, ...]")
  private Path captions = Path.of("");

  @Option(names = "--dataset", description = "a data set whose captions are the references")
  private @Nullable String dataset;

  @Option(
      names = "--annotations",
      description = "or a file of COCO's annotations that has the references")
  private @Nullable Path annotations;

  @Option(
      names = "--images",
      description = "the folder with the pictures of --annotations, which CLIPScore needs")
  private @Nullable Path images;

  @Option(names = "--judge", description = "an encoder, for CLIPScore")
  private @Nullable String judge;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    ScoreRequest request =
        new ScoreRequest(
            read("CAPTIONS", captions),
            dataset,
            annotations == null ? null : read("--annotations", annotations),
            judge);
    if (images != null && !Files.isDirectory(images)) {
      throw new ParameterException(line, "--images: there is no folder " + images);
    }
    try (LocalExperiments local = LocalExperiments.open()) {
      Report report = local.score(request, images, ProgressBar.on(line.getErr()));
      if (json) {
        line.getOut()
            .println(
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
      } else {
        table(report, local.labels(), line.getOut());
      }
      tell(report.withoutCaption(), "images have no caption", line.getErr());
      tell(report.unknown(), "captions are of unknown images", line.getErr());
      tell(report.unreadable(), "pictures cannot be read", line.getErr());
    } catch (InvalidRequestException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private JsonNode read(String option, Path file) {
    String problem;
    try {
      return JsonMapper.shared().readTree(Files.readAllBytes(file));
    } catch (StreamReadException e) {
      problem =
          "%s is not JSON: line %d, column %d"
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    } catch (IOException e) {
      problem = "there is no file %s that can be read".formatted(file);
    }
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), option + ": " + problem);
  }

  private static void table(Report report, MetricLabels labels, PrintWriter out) {
    out.printf(Locale.ROOT, "%d of %d images%n", report.scored(), report.images());
    report
        .metrics()
        .forEach(
            (name, value) ->
                out.printf(
                    Locale.ROOT,
                    "%-12s %s%n",
                    labels.of(name).title(),
                    RunCommand.show(value, "")));
    report
        .notes()
        .forEach(
            (name, note) -> out.printf(Locale.ROOT, "%s, %s%n", labels.of(name).title(), note));
    out.println("in brackets: 95% bootstrap intervals");
    out.flush();
  }

  private static void tell(LeftOut left, String what, PrintWriter err) {
    if (left.count() > 0) {
      String more = left.count() > left.first().size() ? ", ..." : "";
      err.printf(
          Locale.ROOT, "%d %s: %s%s%n", left.count(), what, String.join(", ", left.first()), more);
    }
  }
}
