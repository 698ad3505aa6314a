package dev.attune.task.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.CaptionerTraining.Source;

/** ClipCap (Mokady et al. 2021, arXiv 2111.09734). */
@AutoService(Trainer.class)
public final class ClipCapTrainer extends CaptionerTrainer<ClipCapTrainer.Options> {

  /** Its options. */
  public record Options(@JsonUnwrapped CaptionerOptions common) {}

  @Override
  public String id() {
    return "clipcap";
  }

  @Override
  public String description() {
    return "Trains a captioner's mapping network on the embeddings of pictures.";
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
    return new Options(common);
  }

  @Override
  public Plan plan(TrainingSpec<Options> spec) {
    return spec.options().common().plan(Source.PICTURES, spec.model(), 0, spec.seed());
  }
}
