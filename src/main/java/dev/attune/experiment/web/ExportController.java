package dev.attune.experiment.web;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.LossCurve;
import dev.attune.experiment.domain.SampleView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Whole experiments as files, written while they are read. */
@RestController
@Tag(name = "experiments")
class ExportController {
  private final ExperimentService experiments;
  private final JsonMapper json;

  ExportController(ExperimentService experiments, JsonMapper json) {
    this.experiments = experiments;
    this.json = json;
  }

  @GetMapping("/api/experiments/{id}/export.csv")
  @Operation(summary = "All samples, or all losses of a training, as CSV")
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  void csv(@PathVariable String id, HttpServletResponse response) throws IOException {
    ExperimentView experiment = experiments.get(id);
    file(response, "text/csv", id + ".csv");
    PrintWriter writer = response.getWriter();
    if (experiment.spec().isTraining()) {
      writer.print("step,kind,loss,millis,recall\r\n");
      experiments.forEachLoss(id, loss -> writer.print(line(loss)));
      return;
    }
    writer.print(SampleCsv.HEADER);
    experiments.forEachSample(id, sample -> writer.print(SampleCsv.line(sample)));
  }

  @GetMapping("/api/experiments/{id}/export.json")
  @Operation(summary = "The experiment and all its samples, and all losses of a training, as JSON")
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
  void json(@PathVariable String id, HttpServletResponse response) throws IOException {
    ExperimentView experiment = experiments.get(id);
    file(response, MediaType.APPLICATION_JSON_VALUE, id + ".json");
    try (JsonGenerator out = json.createGenerator(response.getWriter())) {
      out.writeStartObject();
      out.writePOJOProperty("experiment", experiment);
      out.writeArrayPropertyStart("samples");
      experiments.forEachSample(id, (SampleView sample) -> out.writePOJO(sample));
      out.writeEndArray();
      if (experiment.spec().isTraining()) {
        out.writeArrayPropertyStart("losses");
        experiments.forEachLoss(id, (LossCurve.Entry loss) -> out.writePOJO(loss));
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }

  private static String line(LossCurve.Entry loss) {
    return "%d,%s,%s,%s,%s\r\n"
        .formatted(
            loss.step(),
            loss.validation() ? "validation" : "training",
            loss.loss(),
            loss.millis(),
            Objects.toString(loss.recall(), ""));
  }

  private static void file(HttpServletResponse response, String type, String name) {
    response.setContentType(type);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name).build().toString());
  }
}
