package dev.attune.task.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.options.Rate;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.CaptionerTraining.Source;
import dev.attune.train.EmbeddingNoise;
import io.swagger.v3.oas.annotations.media.Schema;

/** CapDec (Nukrai et al. 2022, arXiv 2211.00575). */
@AutoService(Trainer.class)
public final class CapDecTrainer extends CaptionerTrainer<CapDecTrainer.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped CaptionerOptions common,
      @Schema(title = "Noise", description = "variance of the noise on the embeddings") @Rate
          double noise) {}

  @Override
  public String id() {
    return "capdec";
  }

  @Override
  public String description() {
    return "Trains a captioner's mapping network on noisy embeddings of captions alone.";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public CaptionerOptions common(Options options) {
    return options.common();
  }

  @Override
  Options with(CaptionerOptions common) {
    return new Options(common, EmbeddingNoise.CAPDEC.variance());
  }

  @Override
  public Plan plan(TrainingSpec<Options> spec) {
    Options options = spec.options();
    return options.common().plan(Source.CAPTIONS, spec.model(), options.noise(), spec.seed());
  }
}
