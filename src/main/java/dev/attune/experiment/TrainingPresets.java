package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.Training;
import dev.attune.hub.CaptionerParts;
import dev.attune.task.CaptionerDefaults;
import dev.attune.train.CaptionRecipe;
import java.util.List;

/** The presets of trainings: the papers' numbers, or those that suit the built-in models. */
final class TrainingPresets {
  static final String TASK = "training";
  static final String LANGUAGE_MODEL = "icons-opt";

  private TrainingPresets() {}

  /** All of them, in the order they should be shown. */
  static List<Preset> all() {
    return List.of(
        preset(
            TrainingType.CLIPCAP,
            "Train a ClipCap",
            "Trains a captioner's mapping network on the embeddings of pictures."),
        preset(
            TrainingType.CAPDEC,
            "Train a CapDec",
            "Trains a captioner's mapping network on noisy embeddings of captions alone."));
  }

  private static Preset preset(TrainingType type, String title, String description) {
    return new Preset(
        "train-" + Choices.name(type),
        title,
        description,
        List.of(TASK),
        Preset.POLICY,
        null,
        usual(type, Preset.POLICY, LANGUAGE_MODEL, true));
  }

  /**
   * The values that nobody gave; the captioner has no name yet.
   *
   * @param small whether the language model is built in
   */
  static Training usual(TrainingType type, String clip, String languageModel, boolean small) {
    CaptionerDefaults usual = CaptionerDefaults.of(small);
    CaptionerParts parts = CaptionerDefaults.parts(clip, languageModel, small);
    CaptionRecipe papers = CaptionRecipe.clipCap(0);
    return new Training(
        Choices.name(type),
        "",
        languageModel,
        parts.scorer(),
        Choices.name(usual.mapping()),
        usual.prefixLength(),
        papers.epochs(),
        papers.batch(),
        usual.learningRate(),
        usual.warmUp(),
        papers.weightDecay(),
        type.noise().variance());
  }
}
