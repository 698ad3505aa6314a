package dev.attune.experiment.web;

import dev.attune.settings.AttuneProperties;
import dev.attune.spec.ScoreRequest;
import dev.attune.spec.ScoreResolver;
import dev.attune.task.captioning.CaptionScoring;
import dev.attune.task.captioning.ForeignCaptions;
import dev.attune.web.openapi.Answers;
import dev.attune.worker.ComputeEngine;
import dev.attune.worker.ComputeLane;
import dev.attune.worker.ComputeLane.Priority;
import dev.attune.worker.NoEngineException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "scores")
class ScoreController {
  private final ScoreResolver resolver;
  private final CaptionScoring scoring;
  private final ComputeLane lane;
  private final ComputeEngine engine;
  private final boolean computes;

  ScoreController(
      ScoreResolver resolver,
      CaptionScoring scoring,
      ComputeLane lane,
      ComputeEngine engine,
      AttuneProperties properties) {
    this.resolver = resolver;
    this.scoring = scoring;
    this.lane = lane;
    this.engine = engine;
    computes = properties.role().computes();
  }

  @PostMapping("/api/scores")
  @Operation(
      summary = "Measure captions that were made elsewhere",
      description =
          "BLEU, METEOR, ROUGE-L, CIDEr, SPICE where its parser is installed, and CLIPScore where a"
              + " judge is named. Answers when all is measured; between two batches the engine is"
              + " free for others.")
  @Answers(HttpStatus.CONFLICT)
  CaptionScoring.Report score(@RequestBody ScoreRequest request) throws Exception {
    ForeignCaptions captions = resolver.resolve(request, null);
    if (captions.judge() == null) {
      try (CaptionScoring.Open open = scoring.open(captions)) {
        while (open.advance()) {
          // on this thread, as no engine is needed
        }
        return open.report();
      }
    }
    if (!computes) {
      throw new NoEngineException();
    }
    CaptionScoring.Open open =
        lane.call(
            Priority.PERSON,
            () -> {
              engine.start();
              return scoring.open(captions);
            });
    try {
      while (lane.call(Priority.SAMPLE, open::advance)) {
        // others may go between
      }
      return open.report();
    } finally {
      lane.submit(
          Priority.SAMPLE,
          () -> {
            open.close();
            return true;
          });
    }
  }
}
