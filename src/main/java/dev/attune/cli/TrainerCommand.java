package dev.attune.cli;

import dev.attune.hub.ModelHub;
import dev.attune.method.schema.OptionSchema;
import dev.attune.prompt.PromptCatalog;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.OptionRules;
import dev.attune.spec.Problems;
import dev.attune.spec.TrainingResolver;
import dev.attune.spec.Work;
import dev.attune.task.training.MadeFolder;
import dev.attune.task.training.Trainer;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains what a trainer does, into a folder; its values are the trainer's, and what is not given is
 * the papers' or what suits the built-in models.
 */
abstract class TrainerCommand<O extends Record> implements Callable<Integer>, OptionFlags.Holder {

  @Option(names = "--out", required = true, description = "folder for checkpoint, weights and card")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "go on from the folder's checkpoint")
  private boolean resume;

  @Option(names = "--seed", description = "of all that is drawn (${DEFAULT-VALUE})")
  private long seed = 1;

  @Mixin private HomeOption home = new HomeOption();

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  private final Trainer<O> trainer;
  private final OptionFlags flags;

  /**
   * @param older names that flags had before, by the flags
   */
  TrainerCommand(Trainer<O> trainer, Map<String, String> older) {
    this.trainer = trainer;
    // the option that names what is made has --out in its place
    flags = new OptionFlags(Stream.of(trainer.options()), older, Set.of(trainer.named()));
  }

  /** Trains, from the checkpoint when there is one. */
  abstract void train(ModelHub hub, Path checkpoint, MadeFolder folder) throws IOException;

  @Override
  public OptionFlags flags() {
    return flags;
  }

  @Override
  public Integer call() throws IOException {
    CommandEngine.start();
    Files.createDirectories(out);
    Path checkpoint = out.resolve("training.state");
    if (!resume && Files.exists(checkpoint)) {
      throw bad("--out: %s holds a checkpoint; add --resume, or remove it".formatted(out));
    }
    MadeFolder folder = new MadeFolder(out);
    train(ModelHub.at(home.get()), checkpoint, folder);
    System.out.println("wrote " + folder.weights());
    return 0;
  }

  /**
   * Decides and checks all values, and prints them.
   *
   * @param limit samples of the set that are learned from
   */
  TrainingSpec<O> training(ModelHub hub, String model, String data, int limit) {
    Workshop shop = new Workshop(home.datasets(), hub, home.get());
    try {
      OptionRules rules =
          new OptionRules(hub.catalog(), new PromptCatalog(PromptCatalog.folder(home.get())));
      ObjectNode given = flags.values(OptionSchema.of(trainer.options()).leaves());
      O options = TrainingResolver.options(trainer, shop, model, given, rules);
      TrainingSpec<O> training =
          new TrainingSpec<>(trainer, options, data, limit, seed, model, shop);
      Problems problems = new Problems();
      trainer.check(
          training,
          (leaf, message) ->
              problems.addUnless(
                  leaf.equals(trainer.named()),
                  leaf.equals(Trainer.MODEL) ? "--model" : Work.TRAINING + "." + leaf,
                  message));
      problems.check();
      System.out.println("values: " + JsonMapper.shared().writeValueAsString(options));
      return training;
    } catch (InvalidRequestException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  HomeOption home() {
    return home;
  }

  ParameterException bad(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
