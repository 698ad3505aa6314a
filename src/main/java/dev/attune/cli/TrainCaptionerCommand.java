package dev.attune.cli;

import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.hub.ModelHub;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.FeatureBanks;
import dev.attune.task.training.CapDecTrainer;
import dev.attune.task.training.CaptionerTrainer;
import dev.attune.task.training.CaptionerTraining;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.ClipCapTrainer;
import dev.attune.task.training.MadeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the mapping network of a captioner. */
abstract class TrainCaptionerCommand<O extends Record> extends TrainerCommand<O> {
  /** Names of flags of version 0.1.0. */
  private static final Map<String, String> OLDER =
      Map.of("--language-model", "--lm", "--learning-rate", "--rate");

  @Option(
      names = {"--model", "--clip"},
      description = "whose embeddings it learns from (${DEFAULT-VALUE})")
  private String clip = "icons-clip-s";

  @Option(names = "--data", description = "a caption set (${DEFAULT-VALUE})")
  private String data = TrainingScenes.NAME;

  @Option(
      names = "--examples",
      description = "captions to learn from, besides those for validation (${DEFAULT-VALUE})")
  private int examples = 20_000;

  private final CaptionerTrainer<O> trainer;

  TrainCaptionerCommand(CaptionerTrainer<O> trainer) {
    super(trainer, OLDER);
    this.trainer = trainer;
  }

  @Override
  void train(ModelHub hub, Path checkpoint, MadeFolder folder) throws IOException {
    if (examples < 1) {
      throw bad("--examples: must be at least 1");
    }
    CaptionDataset set = data();
    Plan plan = trainer.plan(training(hub, clip, set.name(), set.size())).atMost(examples);
    boolean small = hub.isBuiltIn(plan.parts().languageModel());
    new CaptionerTraining(hub.catalog(), FeatureBanks.folder(home().get()))
        .run(
            plan,
            set,
            checkpoint,
            folder.weights(),
            small ? DataType.FLOAT16 : DataType.FLOAT32,
            new TrainingPrinter(System.out));
    folder.writeCard(
        CaptionerTrainer.KIND,
        "%s, trained on %s by Attune.".formatted(plan.source().title(), data),
        CaptionerTrainer.card(plan.parts(), hub.catalog()));
  }

  private CaptionDataset data() {
    if (data.equals(TrainingScenes.NAME)) {
      return TrainingScenes.captioned(examples); // enough, as a scene has several captions
    }
    try {
      return home().datasets().captions(data);
    } catch (UnknownNameException e) {
      throw bad("--data: " + e.getMessage());
    }
  }

  /** ClipCap. */
  @Command(
      name = "clipcap",
      description = "Trains a captioner on embeddings of pictures (ClipCap).",
      modelTransformer = OptionFlags.Adding.class,
      mixinStandardHelpOptions = true)
  static final class ClipCap extends TrainCaptionerCommand<ClipCapTrainer.Options> {
    ClipCap() {
      super(new ClipCapTrainer());
    }
  }

  /** CapDec. */
  @Command(
      name = "capdec",
      description = "Trains a captioner on noisy embeddings of captions alone (CapDec).",
      modelTransformer = OptionFlags.Adding.class,
      mixinStandardHelpOptions = true)
  static final class CapDec extends TrainCaptionerCommand<CapDecTrainer.Options> {
    CapDec() {
      super(new CapDecTrainer());
    }
  }
}
