package dev.attune.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.icons.Concepts;
import dev.attune.dataset.icons.TrainingPictures;
import dev.attune.dataset.icons.Vocabulary;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.model.Activation;
import dev.attune.text.TextTokenizer;
import dev.attune.train.CaptionedPictures;
import dev.attune.train.ClipTrainer;
import dev.attune.train.FeatureDistillation;
import dev.attune.train.TrainingLog;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a built-in CLIP on the built-in pictures. */
@Command(
    name = "clip",
    description = "Trains a built-in CLIP on icons and scenes.",
    mixinStandardHelpOptions = true)
final class TrainClipCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      description =
          "icons-clip-s, icons-clip-l, icons-clip-third, icons-clip-vit or icons-clip-motion")
  private String model = "";

  @Option(names = "--out", required = true, description = "folder for checkpoint and weights")
  private Path out = Path.of("");

  @Option(names = "--teacher", description = "weights of the teacher, for icons-clip-vit")
  private @Nullable Path teacher;

  @Option(
      names = "--start",
      description = "weights to go on from, such as icons-clip-vit's for icons-clip-motion")
  private @Nullable Path start;

  @Option(names = "--lock-image", description = "leave the image tower as it is; goes with --start")
  private boolean lockImage;

  @Option(names = "--steps", description = "optimiser steps; the model's own number by default")
  private int steps;

  @Option(names = "--batch", description = "pictures a step (${DEFAULT-VALUE})")
  private int batch = 64;

  @Option(names = "--rate", description = "highest learning rate (${DEFAULT-VALUE})")
  private double rate = 2e-3;

  @Option(names = "--resume", description = "go on from the folder's checkpoint")
  private boolean resume;

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandEngine.start();
    BuiltInRecipe recipe =
        BuiltInRecipe.of(model).orElseThrow(() -> bad("--model: there is no recipe for " + model));
    Files.createDirectories(out);
    Path checkpoint = out.resolve("checkpoint.safetensors");
    if (!resume && Files.exists(checkpoint)) {
      throw bad("--out: %s holds a checkpoint; add --resume, or remove it".formatted(out));
    }
    if (recipe == BuiltInRecipe.MOTION && start == null) {
      throw bad("--start: this model goes on from icons-clip-vit; give its weights");
    }
    if (lockImage && (start == null || recipe == BuiltInRecipe.STUDENT)) {
      throw bad("--lock-image: there is no image tower to go on from without --start");
    }
    TrainingPictures pictures = new TrainingPictures(recipe.audience(), recipe.seed());
    CaptionedPictures source =
        i -> {
          TrainingPictures.TrainingPicture p = pictures.get(i);
          return new CaptionedPictures.Pair(p.image(), p.caption(), p.group(), p.concept());
        };
    int count = steps > 0 ? steps : recipe.steps();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip =
          recipe == BuiltInRecipe.STUDENT
              ? distil(recipe, count, source, manager, checkpoint)
              : contrast(recipe, count, source, manager, checkpoint);
      SafetensorsWriter.write(
          out.resolve("model.safetensors"), clip.weights().all(), DataType.FLOAT16);
    }
    System.out.println("wrote " + out.resolve("model.safetensors"));
    return 0;
  }

  private Clip contrast(
      BuiltInRecipe recipe, int count, CaptionedPictures source, NDManager manager, Path checkpoint)
      throws IOException, InterruptedException {
    ClipConfig config = recipe.config(Vocabulary.ids().size());
    try (TextTokenizer tokenizer = BuiltInTokenizer.load(config.contextLength())) {
      ClipTrainer trainer =
          new ClipTrainer(
              recipe.recipe(config, count, batch, rate),
              source,
              tokenizer,
              Concepts.get().size(),
              log());
      if (start == null) {
        return trainer.train(manager, checkpoint);
      }
      try (SafetensorsFile file = SafetensorsFile.open(start)) {
        Clip clip = Clip.load(file, Activation.QUICK_GELU, manager);
        return trainer.train(manager, clip, lockImage, checkpoint);
      }
    }
  }

  private Clip distil(
      BuiltInRecipe recipe, int count, CaptionedPictures source, NDManager manager, Path checkpoint)
      throws IOException, InterruptedException {
    if (teacher == null) {
      throw bad("--teacher: this model is taught by another; give its weights");
    }
    try (SafetensorsFile file = SafetensorsFile.open(teacher)) {
      Clip judge = Clip.load(file, Activation.QUICK_GELU, manager);
      ClipConfig config = FeatureDistillation.student(judge.config(), recipe.vision());
      return new FeatureDistillation(
              recipe.recipe(config, count, batch, rate), judge, source, log())
          .train(manager, checkpoint);
    }
  }

  private static TrainingLog log() {
    return (step, total, loss, speed) ->
        System.out.printf(
            Locale.ROOT, "step %d of %d, loss %.4f, %.0f pictures/s%n", step, total, loss, speed);
  }

  private ParameterException bad(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
