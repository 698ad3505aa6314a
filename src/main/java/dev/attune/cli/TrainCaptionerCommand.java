package dev.attune.cli;

import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.JoinedCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelHub;
import dev.attune.model.caption.MappingType;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.training.CaptionerDefaults;
import dev.attune.task.training.CaptionerFolder;
import dev.attune.task.training.CaptionerTraining;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.CaptionerTraining.Source;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.EmbeddingNoise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains the mapping network of a captioner; what is not given is the papers' or the built-in's.
 */
abstract class TrainCaptionerCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Option(names = "--clip", description = "whose embeddings it learns from (${DEFAULT-VALUE})")
  private String clip = "icons-clip-s";

  @Option(
      names = "--lm",
      description = "the language model, which stays as it is (${DEFAULT-VALUE})")
  private String lm = "icons-opt";

  @Option(
      names = "--mapping",
      description = "mlp or transformer; by default mlp before built-in models, else transformer")
  private @Nullable String mapping;

  @Option(
      names = "--prefix-length",
      description = "tokens of the prefix; by default 7 before built-in models, else 40")
  private @Nullable Integer prefixLength;

  @Option(names = "--data", description = "a caption set (${DEFAULT-VALUE})")
  private String data = TrainingScenes.NAME;

  @Option(
      names = "--examples",
      description = "captions to learn from, besides those for validation (${DEFAULT-VALUE})")
  private int examples = 20_000;

  @Option(names = "--epochs", description = "times that each is seen (${DEFAULT-VALUE})")
  private int epochs = 10;

  @Option(names = "--batch", description = "captions a step (${DEFAULT-VALUE})")
  private int batch = 40;

  @Option(
      names = "--rate",
      description = "highest learning rate; by default 4e-3 before built-in models, else 2e-5")
  private @Nullable Double rate;

  @Option(
      names = "--warm-up",
      description = "steps in which the rate rises; by default 100 or 5000, likewise")
  private @Nullable Integer warmUp;

  @Option(names = "--out", required = true, description = "folder for checkpoint, weights and card")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "go on from the folder's checkpoint")
  private boolean resume;

  @Mixin private HomeOption home = new HomeOption();

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  private final Source source;

  TrainCaptionerCommand(Source source) {
    this.source = source;
  }

  /** What is done to the embeddings. */
  abstract EmbeddingNoise noise();

  abstract String description();

  @Override
  public Integer call() throws IOException {
    CommandEngine.start();
    Files.createDirectories(out);
    Path checkpoint = out.resolve("training.state");
    if (!resume && Files.exists(checkpoint)) {
      throw bad("--out: %s holds a checkpoint; add --resume, or remove it".formatted(out));
    }
    ModelHub hub = ModelHub.at(home.get());
    boolean small = hub.isBuiltIn(lm);
    CaptionerDefaults usual = CaptionerDefaults.of(small);
    CaptionerParts parts = CaptionerDefaults.parts(clip, lm, small);
    CaptionRecipe recipe =
        new CaptionRecipe(
            atLeastOne("--epochs", epochs),
            atLeastOne("--batch", batch),
            rate == null ? usual.learningRate() : rate,
            warmUp == null ? usual.warmUp() : warmUp,
            0,
            noise(),
            SEED);
    Plan plan =
        new Plan(
            source,
            parts,
            mapping(usual),
            atLeastOne(
                "--prefix-length", prefixLength == null ? usual.prefixLength() : prefixLength),
            atLeastOne("--examples", examples),
            recipe);
    CaptionerFolder folder = new CaptionerFolder(out);
    new CaptionerTraining(hub.catalog(), home.get().resolve("cache").resolve("features"))
        .run(
            plan,
            data(),
            checkpoint,
            folder.weights(),
            small ? DataType.FLOAT16 : DataType.FLOAT32,
            new TrainingPrinter(System.out));
    folder.writeCard(
        parts, "%s, trained on %s by Attune.".formatted(description(), data), hub.catalog());
    System.out.println("wrote " + folder.weights());
    return 0;
  }

  private MappingType mapping(CaptionerDefaults usual) {
    if (mapping == null) {
      return usual.mapping();
    }
    try {
      return MappingType.valueOf(mapping.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw bad("--mapping: must be mlp or transformer");
    }
  }

  private CaptionDataset data() {
    if (data.equals(TrainingScenes.NAME)) {
      return TrainingScenes.captioned(examples); // enough, as a scene has several captions
    }
    try {
      return new JoinedCatalog(
              new BuiltInDatasets(), new RegisteredDatasets(RegisteredDatasets.folder(home.get())))
          .captions(data);
    } catch (UnknownNameException e) {
      throw bad("--data: " + e.getMessage());
    }
  }

  private int atLeastOne(String option, int value) {
    if (value < 1) {
      throw bad(option + ": must be at least 1");
    }
    return value;
  }

  private ParameterException bad(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** ClipCap. */
  @Command(
      name = "clipcap",
      description = "Trains a captioner on embeddings of pictures (ClipCap).",
      mixinStandardHelpOptions = true)
  static final class ClipCap extends TrainCaptionerCommand {
    ClipCap() {
      super(Source.PICTURES);
    }

    @Override
    EmbeddingNoise noise() {
      return EmbeddingNoise.NONE;
    }

    @Override
    String description() {
      return "A ClipCap";
    }
  }

  /** CapDec. */
  @Command(
      name = "capdec",
      description = "Trains a captioner on noisy embeddings of captions alone (CapDec).",
      mixinStandardHelpOptions = true)
  static final class CapDec extends TrainCaptionerCommand {
    @Option(names = "--noise", description = "variance of the noise (${DEFAULT-VALUE})")
    private double variance = EmbeddingNoise.CAPDEC.variance();

    CapDec() {
      super(Source.CAPTIONS);
    }

    @Override
    EmbeddingNoise noise() {
      return new EmbeddingNoise(variance, false);
    }

    @Override
    String description() {
      return "A CapDec";
    }
  }
}
