package dev.attune.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.dataset.icons.LanguageVocabulary;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.model.caption.LanguageText;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmConfig;
import dev.attune.model.lm.LmFamily;
import dev.attune.model.lm.OptWriter;
import dev.attune.text.LanguageTokenizer;
import dev.attune.train.LmTrainer;
import dev.attune.train.Schedule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the built-in language model on the grammar of the built-in captions. */
@Command(
    name = "lm",
    description = "Trains icons-opt, a small OPT, on the captions of scenes.",
    mixinStandardHelpOptions = true)
final class TrainLmCommand implements Callable<Integer> {
  private static final long SEED = 200;
  private static final long HELD_OUT_SEED = 201;
  private static final int HELD_OUT = 1000;
  private static final int WIDTH = 128;
  private static final int LAYERS = 3;
  private static final int HEADS = 4;
  private static final int POSITIONS = 96;

  @Option(names = "--out", required = true, description = "folder for checkpoint and weights")
  private Path out = Path.of("");

  @Option(names = "--steps", description = "optimiser steps (${DEFAULT-VALUE})")
  private int steps = 3000;

  @Option(names = "--batch", description = "paragraphs of captions a step (${DEFAULT-VALUE})")
  private int batch = 24;

  @Option(names = "--rate", description = "highest learning rate (${DEFAULT-VALUE})")
  private double rate = 2e-3;

  @Option(names = "--resume", description = "go on from the folder's checkpoint")
  private boolean resume;

  @Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandEngine.start();
    Files.createDirectories(out);
    Path checkpoint = out.resolve("checkpoint.safetensors");
    if (!resume && Files.exists(checkpoint)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--out: %s holds a checkpoint; add --resume, or remove it".formatted(out));
    }
    LmConfig config =
        new LmConfig(
            LmFamily.OPT,
            LanguageVocabulary.ids().size(),
            WIDTH,
            LAYERS,
            HEADS,
            4 * WIDTH,
            POSITIONS);
    TrainingScenes scenes = new TrainingScenes();
    String json = LanguageVocabulary.tokenizerJson();
    Files.writeString(out.resolve("tokenizer.json"), json);
    try (NDManager manager = NDManager.newBaseManager();
        LanguageText text =
            new LanguageText(
                LanguageTokenizer.load(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))),
                config.family())) {
      LmTrainer trainer =
          new LmTrainer(
              config,
              SEED,
              new Schedule(steps, batch, rate, steps / 20 + 1, 0.05),
              i -> scenes.captions(SEED, i),
              text,
              (step, total, loss, speed) ->
                  System.out.printf(
                      Locale.ROOT,
                      "step %d of %d, loss %.4f, %.0f paragraphs/s%n",
                      step,
                      total,
                      loss,
                      speed));
      CausalLm lm = trainer.train(manager, checkpoint);
      OptWriter.write(lm, out, DataType.FLOAT16);
      List<String> captions =
          IntStream.range(0, HELD_OUT)
              .mapToObj(i -> scenes.captions(HELD_OUT_SEED, i).get(0))
              .toList();
      System.out.printf(
          Locale.ROOT,
          "perplexity %.2f on %d held-out captions%n",
          trainer.perplexity(lm, manager, captions),
          captions.size());
    }
    System.out.println("wrote " + out.resolve("model.safetensors"));
    return 0;
  }
}
