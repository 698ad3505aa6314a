package dev.attune.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.caption.CaptionText;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.model.lm.LmConfig;
import dev.attune.model.lm.LmFamily;
import dev.attune.model.lm.OptWriter;
import dev.attune.model.lm.TokenMask;
import dev.attune.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small language model learns, goes on where it stopped, and is written as others read it. */
class LmTrainerTest {
  private static final LmConfig CONFIG = new LmConfig(LmFamily.OPT, 12, 16, 2, 2, 32, 20);
  private static final int STEPS = 300;

  @TempDir Path folder;

  @Test
  void learnsToRepeatWhatStandsBefore() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<String> captions = List.of("45", "67", "89", "56");
      LmTrainer trainer = trainer(STEPS);
      double random = trainer.perplexity(LmInit.draw(CONFIG, 1, manager), manager, captions);
      CausalLm lm = trainer.train(manager, folder.resolve("whole"));
      assertThat(random).isGreaterThan(9); // of 12 tokens
      // two of six digits, and an end that is sure: 1.2 nats a token
      assertThat(trainer.perplexity(lm, manager, captions)).isBetween(3.0, 5.5);
      // the second caption of a paragraph is the first once more
      NDArray logits = logits(lm, manager, 2, 4, 7, 3, 2, 4);
      assertThat(logits.get(5).argMax().getLong()).isEqualTo(7);
    }
  }

  @Test
  void goesOnToTheSameWeights() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm whole = trainer(260).train(manager, folder.resolve("whole"));
      Path checkpoint = folder.resolve("stopped");
      try {
        trainer(260, 255).train(manager, checkpoint);
      } catch (IllegalStateException e) {
        assertThat(Files.exists(checkpoint)).isTrue();
      }
      CausalLm resumed = trainer(260).train(manager, checkpoint);
      resumed
          .weights()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.toFloatArray())
                      .as(name)
                      .isEqualTo(whole.weights().get(name).toFloatArray()));
    }
  }

  /** A checkpoint's moments are counted, so another order would give them to other tensors. */
  @Test
  void tensorsAreInTheSameOrderInEveryProcess() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(LmInit.draw(CONFIG, 1, manager).weights().all().keySet())
          .startsWith(
              "tokens",
              "positions",
              "final_norm.weight",
              "blocks.0.attn.out_proj.weight",
              "blocks.0.ln_1.weight",
              "blocks.0.ln_2.weight",
              "blocks.0.mlp.c_fc.weight",
              "blocks.0.mlp.c_proj.weight",
              "blocks.0.attn.in_proj_weight",
              "blocks.1.attn.out_proj.weight");
    }
  }

  @Test
  void isWrittenAsHuggingFaceDoes() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = LmInit.draw(CONFIG, 1, manager);
      OptWriter.write(lm, folder, DataType.FLOAT32);
      try (LmCheckpoint written =
          LmCheckpoint.open(
              SafetensorsFile.open(folder.resolve("model.safetensors")),
              Files.newInputStream(folder.resolve("config.json")))) {
        assertThat(written.config()).isEqualTo(CONFIG);
        written.check();
        long[] ids = {2, 4, 7, 5};
        assertThat(logits(written.load(manager), manager, ids).toFloatArray())
            .isEqualTo(logits(lm, manager, ids).toFloatArray());
      }
    }
  }

  /** (L, V). */
  private static NDArray logits(CausalLm lm, NDManager manager, long... ids) {
    NDArray embedded = lm.embed(manager, ids, new Shape(1, ids.length));
    return lm.logits(lm.hidden(embedded, TokenMask.full(1, ids.length))).squeeze(0);
  }

  private static LmTrainer trainer(int steps) {
    return trainer(steps, Integer.MAX_VALUE);
  }

  /** Paragraphs of two digits said twice. */
  private static LmTrainer trainer(int steps, int dieAt) {
    Schedule schedule = new Schedule(steps, 16, 1e-2, 10, 0.01);
    return new LmTrainer(
        CONFIG,
        1,
        schedule,
        i -> {
          if (i >= 16L * dieAt) {
            throw new IllegalStateException("killed");
          }
          String caption = String.valueOf(new Random(i).nextInt(40, 100)).replaceAll("[0-3]", "5");
          return List.of(caption, caption);
        },
        new Digits(),
        (step, total, loss, speed) -> {});
  }

  /** Each digit is a token. */
  private record Digits() implements CaptionText {
    @Override
    public long startToken() {
      return 2;
    }

    @Override
    public long endToken() {
      return 3;
    }

    @Override
    public long paddingToken() {
      return 1;
    }

    @Override
    public long[] encode(String caption) {
      return ("2" + caption).chars().mapToLong(c -> c - '0').toArray();
    }

    @Override
    public String decode(long[] tokens) {
      throw new UnsupportedOperationException();
    }
  }
}
