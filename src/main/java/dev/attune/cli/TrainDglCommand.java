package dev.attune.cli;

import dev.attune.dataset.VideoDataset;
import dev.attune.hub.ModelHub;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.TaskException;
import dev.attune.task.training.DglTrainer;
import dev.attune.task.training.MadeFolder;
import dev.attune.task.training.OpenDgl;
import dev.attune.task.training.TrainingSpec;
import dev.attune.train.DglOptions;
import dev.attune.train.DglTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains DGL's prompts. */
@Command(
    name = "dgl",
    description = "Trains prompts that make a CLIP an encoder of videos (DGL).",
    modelTransformer = OptionFlags.Adding.class,
    mixinStandardHelpOptions = true)
final class TrainDglCommand extends TrainerCommand<DglOptions> {

  @Option(names = "--model", description = "the CLIP, which stays as it is (${DEFAULT-VALUE})")
  private String model = "icons-clip-motion";

  @Option(names = "--data", description = "a set of videos (${DEFAULT-VALUE})")
  private String data = "motion-train";

  @Option(names = "--limit", description = "videos of the set, from its start; all by default")
  private int limit = Integer.MAX_VALUE;

  TrainDglCommand() {
    super(new DglTrainer(), Map.of());
  }

  @Override
  void train(ModelHub hub, Path checkpoint, MadeFolder folder) throws IOException {
    TrainingSpec<DglOptions> spec = training(hub, model, data, Math.min(limit, videos().size()));
    try (OpenDgl open = OpenDgl.of(spec);
        DglTraining training = open.start()) {
      training.train(checkpoint, new TrainingPrinter(System.out));
      open.write(folder, open.description(training.recall()));
    } catch (TaskException e) {
      throw bad("--limit: " + e.getMessage());
    }
  }

  private VideoDataset videos() {
    try {
      return home().datasets().videos(data);
    } catch (UnknownNameException e) {
      throw bad("--data: " + e.getMessage());
    }
  }
}
