package dev.attune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.attune.Fixtures;
import dev.attune.encoder.FeatureCache;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.caption.MlpConfig;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.LmFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training loop around the steps: progress, validation, resuming. */
class CaptionTrainerTest {
  private static final int EMBEDDING = 12;
  private static final int EXAMPLES = 22;
  private static final int BATCH = 4;
  private static final int PER_EPOCH = EXAMPLES / BATCH;

  @TempDir Path folder;

  @Test
  void learns() throws IOException {
    Log log = new Log(Integer.MAX_VALUE);
    train(6, log, folder.resolve("whole"));
    assertThat(log.losses).hasSize(6 * PER_EPOCH);
    assertThat(log.validations).hasSize(6);
    assertThat(log.validations.get(5)).isLessThan(log.validations.get(0));
    assertThat(log.last.step()).isEqualTo(log.last.steps());
    assertThat(log.last.left()).isZero();
    assertThat(log.last.examplesPerSecond()).isPositive();
  }

  /** A process that dies anywhere leaves its last checkpoint; the rest comes out the same. */
  @Test
  void resumesToTheSameLosses() throws IOException {
    Log whole = new Log(Integer.MAX_VALUE);
    train(3, whole, folder.resolve("whole"));
    Path checkpoint = folder.resolve("resumed");
    Log killed = new Log(PER_EPOCH + 2);
    assertThatThrownBy(() -> train(3, killed, checkpoint)).isInstanceOf(Killed.class);
    Log resumed = new Log(Integer.MAX_VALUE);
    train(3, resumed, checkpoint);
    assertThat(resumed.losses).isEqualTo(whole.losses.subList(PER_EPOCH, whole.losses.size()));
    assertThat(resumed.validations).isEqualTo(whole.validations.subList(1, 3));
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = lm(manager);
      int positions = lm.config().positions();
      CaptionExamples good = examples(5, lm.config().vocabSize());
      List<long[]> tokens = new ArrayList<>(good.tokens());
      tokens.set(3, new long[positions]);
      CaptionExamples bad = new CaptionExamples(good.features(), good.rows(), tokens);
      MappingNetwork mapping =
          MappingInit.draw(new MlpConfig(2, lm.config().width(), EMBEDDING), 1, manager);
      assertThatThrownBy(() -> trainer(2, mapping, lm, bad, good, new Log(0)))
          .hasMessageContaining("training caption 3 has %d tokens".formatted(positions));
      MappingNetwork other =
          MappingInit.draw(new MlpConfig(2, lm.config().width(), EMBEDDING + 1), 1, manager);
      assertThatThrownBy(() -> trainer(2, other, lm, good, good, new Log(0)))
          .hasMessageContaining("training embeddings have size " + EMBEDDING);
      assertThatThrownBy(
              () -> new CaptionExamples(good.features(), new int[] {99}, tokens.subList(0, 1)))
          .hasMessageContaining("caption 0 has embedding 99 of");
    }
  }

  @Test
  void embeddingsAreComputedOnceAndGoOnWhereTheyStopped() throws IOException {
    float[] all = embeddings(200);
    List<Integer> asked = new ArrayList<>();
    FeatureCache.Producer dying =
        (from, to) -> {
          if (from >= 100) {
            throw new IOException("gone");
          }
          return slice(all, from, to);
        };
    assertThatThrownBy(() -> FeatureCache.open(folder, "model", "data", 200, EMBEDDING, dying))
        .hasMessage("gone");
    FeatureCache.Producer healthy =
        (from, to) -> {
          asked.add(from);
          return slice(all, from, to);
        };
    for (int i = 0; i < 2; i++) {
      FeatureCache cache = FeatureCache.open(folder, "model", "data", 200, EMBEDDING, healthy);
      float[] row = new float[EMBEDDING];
      for (int r = 0; r < 200; r++) {
        cache.read(r, row, 0);
        assertThat(row).isEqualTo(slice(all, r, r + 1));
      }
    }
    assertThat(asked.get(0)).isPositive();
    assertThat(asked).doesNotHaveDuplicates();
    int before = asked.size();
    FeatureCache.open(folder, "model", "other data", 200, EMBEDDING, healthy);
    assertThat(asked).hasSizeGreaterThan(before);
  }

  private void train(int epochs, Log log, Path checkpoint) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      CausalLm lm = lm(manager);
      MappingNetwork mapping =
          MappingInit.draw(new MlpConfig(2, lm.config().width(), EMBEDDING), 1, manager);
      CaptionExamples examples = examples(EXAMPLES, lm.config().vocabSize());
      trainer(epochs, mapping, lm, examples, examples, log).train(manager, checkpoint);
    }
  }

  private static CaptionTrainer trainer(
      int epochs,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      Log log) {
    CaptionRecipe recipe = new CaptionRecipe(epochs, BATCH, 1e-3, 3, 0, EmbeddingNoise.CAPDEC, 7);
    return new CaptionTrainer(recipe, mapping, lm, examples, validation, log);
  }

  private static CausalLm lm(NDManager manager) {
    return LmFixture.shared(Fixtures.cases("opt").get(0).weights("opt"), manager);
  }

  /** Examples of which the first tokens depend on the embedding. */
  private CaptionExamples examples(int count, int vocabulary) throws IOException {
    float[] all = embeddings(count);
    FeatureCache features =
        FeatureCache.open(
            folder, "model", "of " + count, count, EMBEDDING, (from, to) -> slice(all, from, to));
    Random random = new Random(5);
    int[] rows = new int[count];
    List<long[]> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows[i] = i;
      tokens.add(random.longs(2 + random.nextInt(6), 3, vocabulary).toArray());
    }
    return new CaptionExamples(features, rows, tokens);
  }

  private static float[] embeddings(int count) {
    Random random = new Random(3);
    float[] values = new float[count * EMBEDDING];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return EmbeddingNoise.normalised(values, EMBEDDING);
  }

  private static float[] slice(float[] all, int from, int to) {
    return Arrays.copyOfRange(all, from * EMBEDDING, to * EMBEDDING);
  }

  private static final class Killed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super(new IOException("killed"));
    }
  }

  /** Keeps what it hears, and dies after some steps. */
  private static final class Log implements EpochLog {
    final List<Double> losses = new ArrayList<>();
    final List<Double> validations = new ArrayList<>();
    private final int dieAfter;
    Progress last = new Progress(0, 0, 0, 0, Duration.ZERO);

    Log(int dieAfter) {
      this.dieAfter = dieAfter;
    }

    @Override
    public void progress(Progress progress) {
      last = progress;
      losses.add(progress.loss());
      if (losses.size() == dieAfter) {
        throw new Killed();
      }
    }

    @Override
    public void validated(int epoch, double loss, @Nullable Double recall) {
      validations.add(loss);
    }
  }
}
