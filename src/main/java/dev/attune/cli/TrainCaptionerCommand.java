package dev.attune.cli;

import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.hub.ModelHub;
import dev.attune.method.schema.OptionSchema;
import dev.attune.problem.UnknownNameException;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.OptionRules;
import dev.attune.spec.Problems;
import dev.attune.spec.TrainingResolver;
import dev.attune.spec.Work;
import dev.attune.task.FeatureBanks;
import dev.attune.task.training.CapDecTrainer;
import dev.attune.task.training.CaptionerFolder;
import dev.attune.task.training.CaptionerTrainer;
import dev.attune.task.training.CaptionerTraining;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.ClipCapTrainer;
import dev.attune.task.training.TrainingSpec;
import dev.attune.task.training.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains the mapping network of a captioner; its values are the trainer's, and what is not given is
 * the papers' or what suits a built-in language model.
 */
abstract class TrainCaptionerCommand<O extends Record>
    implements Callable<Integer>, OptionFlags.Holder {
  private static final long SEED = 1;

  /** The option that --out stands for. */
  private static final String NAME = "captioner";

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

  @Option(names = "--out", required = true, description = "folder for checkpoint, weights and card")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "go on from the folder's checkpoint")
  private boolean resume;

  @Mixin private HomeOption home = new HomeOption();

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  private final CaptionerTrainer<O> trainer;
  private final OptionFlags flags;

  TrainCaptionerCommand(CaptionerTrainer<O> trainer) {
    this.trainer = trainer;
    flags = new OptionFlags(Stream.of(trainer.options()), OLDER, Set.of(NAME));
  }

  @Override
  public OptionFlags flags() {
    return flags;
  }

  @Override
  public Integer call() throws IOException {
    if (examples < 1) {
      throw bad("--examples: must be at least 1");
    }
    CommandEngine.start();
    Files.createDirectories(out);
    Path checkpoint = out.resolve("training.state");
    if (!resume && Files.exists(checkpoint)) {
      throw bad("--out: %s holds a checkpoint; add --resume, or remove it".formatted(out));
    }
    ModelHub hub = ModelHub.at(home.get());
    CaptionDataset set = data();
    TrainingSpec<O> training = training(hub, set);
    System.out.println("values: " + JsonMapper.shared().writeValueAsString(training.options()));
    Plan plan = trainer.plan(training).atMost(examples);
    boolean small = hub.isBuiltIn(plan.parts().languageModel());
    CaptionerFolder folder = new CaptionerFolder(out);
    new CaptionerTraining(hub.catalog(), FeatureBanks.folder(home.get()))
        .run(
            plan,
            set,
            checkpoint,
            folder.weights(),
            small ? DataType.FLOAT16 : DataType.FLOAT32,
            new TrainingPrinter(System.out));
    folder.writeCard(
        plan.parts(),
        "%s, trained on %s by Attune.".formatted(plan.source().title(), data),
        hub.catalog());
    System.out.println("wrote " + folder.weights());
    return 0;
  }

  private TrainingSpec<O> training(ModelHub hub, CaptionDataset set) {
    Workshop shop = new Workshop(home.datasets(), hub, home.get());
    try {
      OptionRules rules = new OptionRules(hub.catalog());
      ObjectNode given = flags.values(OptionSchema.of(trainer.options()).leaves());
      O options = TrainingResolver.options(trainer, shop, clip, given, rules);
      TrainingSpec<O> training =
          new TrainingSpec<>(trainer, options, set.name(), set.size(), SEED, clip, shop);
      Problems problems = new Problems();
      trainer.check(
          training,
          (leaf, message) ->
              problems.addUnless(leaf.equals(NAME), Work.TRAINING + "." + leaf, message));
      problems.check();
      return training;
    } catch (InvalidRequestException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private CaptionDataset data() {
    if (data.equals(TrainingScenes.NAME)) {
      return TrainingScenes.captioned(examples); // enough, as a scene has several captions
    }
    try {
      return home.datasets().captions(data);
    } catch (UnknownNameException e) {
      throw bad("--data: " + e.getMessage());
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
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
