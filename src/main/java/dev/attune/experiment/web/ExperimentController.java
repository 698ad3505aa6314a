package dev.attune.experiment.web;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentService.Submission;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.KeptRuns;
import dev.attune.experiment.domain.ResultPage;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.SampleView;
import dev.attune.hub.PullProgress;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.web.openapi.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/experiments")
@Tag(name = "experiments")
class ExperimentController {
  private final ExperimentService experiments;
  private final KeptRuns kept;

  ExperimentController(ExperimentService experiments, KeptRuns kept) {
    this.experiments = experiments;
    this.kept = kept;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Queue an experiment",
      description =
          "A preset and a data set suffice, and for a training the name of the captioner that"
              + " results. 200 instead of 201 when the Idempotency-Key was used"
              + " before with the same request.")
  @Answers({HttpStatus.CREATED, HttpStatus.OK, HttpStatus.CONFLICT})
  ResponseEntity<ExperimentView> create(
      @RequestBody ExperimentRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
    Submission submission = experiments.submit(request, key);
    return at(submission.experiment(), submission.created() ? HttpStatus.CREATED : HttpStatus.OK);
  }

  private static ResponseEntity<ExperimentView> at(ExperimentView view, HttpStatus status) {
    return ResponseEntity.status(status)
        .location(URI.create("/api/experiments/" + view.id()))
        .body(view);
  }

  @GetMapping
  @Operation(
      summary = "List experiments",
      description =
          "status is a status's name or active; sort is a key and asc or desc, as in metric,desc")
  ResultPage<ExperimentView> list(
      @RequestParam(required = false) @Nullable String task,
      @RequestParam(required = false) @Nullable String dataset,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String method,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "20") int size,
      @RequestParam(required = false) @Nullable String sort) {
    return experiments.list(new ExperimentQuery(task, dataset, status, method, page, size, sort));
  }

  @GetMapping("/{id}")
  @Operation(summary = "One experiment: status, progress, metrics or losses, provenance")
  ExperimentView get(@PathVariable String id) {
    return experiments.get(id);
  }

  @PostMapping("/{id}/cancel")
  @Operation(summary = "Stop an experiment after the samples that run now")
  @Answers(HttpStatus.CONFLICT)
  ExperimentView cancel(@PathVariable String id) {
    return experiments.cancel(id);
  }

  @PostMapping("/{id}/rerun")
  @Operation(summary = "Queue a new experiment with the same spec")
  @Answers({HttpStatus.CREATED, HttpStatus.CONFLICT})
  ResponseEntity<ExperimentView> rerun(@PathVariable String id) {
    return at(experiments.rerun(id), HttpStatus.CREATED);
  }

  @PostMapping(value = "/{id}/keep", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Keep what a run learned as a model of its own, in the background",
      description =
          "The tensors of a completed run with momentum, of tent or of sar become a model like the"
              + " one that adapted; the memory of tda or dmn becomes one that another run names as"
              + " its start. Progress is that of an import, where Location says.")
  @Answers({HttpStatus.ACCEPTED, HttpStatus.CONFLICT})
  ResponseEntity<PullProgress> keep(@PathVariable String id, @RequestBody KeepRequest request) {
    PullProgress begun = kept.keep(id, request.name() == null ? "" : request.name());
    return ResponseEntity.accepted()
        .location(URI.create("/api/models/%s/import".formatted(begun.model())))
        .body(begun);
  }

  /**
   * What to keep a run as.
   *
   * @param name of the model that it becomes
   */
  record KeepRequest(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              pattern = "^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$")
          @Nullable String name) {}

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a finished experiment with all its results")
  @Answers(HttpStatus.CONFLICT)
  void delete(@PathVariable String id) {
    experiments.delete(id);
  }

  @GetMapping("/{id}/samples")
  @Operation(
      summary = "Samples with their answers before and after",
      description = "filter is all, fixed, broken, unchanged or failed")
  ResultPage<SampleView> samples(
      @PathVariable String id,
      @RequestParam(defaultValue = "all") String filter,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return experiments.samples(id, filter(filter), page, size);
  }

  static SampleFilter filter(String name) {
    return SampleFilter.byId(name)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    List.of(
                        new FieldProblem(
                            "filter", "must be all, fixed, broken, unchanged or failed"))));
  }

  @GetMapping("/{id}/samples/{index}")
  @Operation(
      summary = "One sample, by its index within the data set",
      description = "order is the number of the order that it is of, from 0")
  SampleView sample(
      @PathVariable String id,
      @PathVariable int index,
      @RequestParam(defaultValue = "0") int order) {
    return experiments.sample(id, index, order);
  }
}
