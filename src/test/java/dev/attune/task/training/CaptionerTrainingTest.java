package dev.attune.task.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.attune.hub.CaptionerParts;
import dev.attune.model.caption.MappingType;
import dev.attune.task.TaskException;
import dev.attune.task.TinyModels;
import dev.attune.task.TinyScenes;
import dev.attune.task.training.CaptionerTraining.Plan;
import dev.attune.task.training.CaptionerTraining.Source;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.EmbeddingNoise;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a caption set to a mapping network's file. */
class CaptionerTrainingTest {
  private static final int EPOCHS = 3;
  private static final int EXAMPLES = 40;

  @TempDir Path folder;
  private TinyModels models;

  @BeforeEach
  void writeModels() throws IOException {
    models = new TinyModels(folder);
  }

  @ParameterizedTest
  @EnumSource
  void learnsAndGoesOnToTheSameLosses(Source source) throws IOException {
    Heard whole = new Heard(Integer.MAX_VALUE);
    train(source, whole, "whole");
    assertThat(whole.validations).hasSize(EPOCHS);
    assertThat(whole.validations.get(EPOCHS - 1)).isLessThan(whole.validations.get(0));
    assertThat(whole.embedded).isPositive();
    try (TensorSource weights = SafetensorsFile.open(folder.resolve("whole.safetensors"))) {
      assertThat(weights.tensors()).containsKey("clip_project.model.0.weight");
    }
    assertThatThrownBy(() -> train(source, new Heard(EXAMPLES / 8 + 2), "killed"))
        .hasMessage("killed");
    Heard resumed = new Heard(Integer.MAX_VALUE);
    train(source, resumed, "killed");
    assertThat(resumed.embedded).as("the embeddings are in the cache").isZero();
    assertThat(resumed.validations).isEqualTo(whole.validations.subList(1, EPOCHS));
  }

  @Test
  void aSetThatIsTooSmallIsRefused() {
    assertThatThrownBy(
            () ->
                training()
                    .run(
                        plan(Source.PICTURES),
                        new TinyScenes(1, -1),
                        folder.resolve("state"),
                        folder.resolve("weights"),
                        DataType.FLOAT32,
                        new Heard(1)))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("too few samples");
  }

  private void train(Source source, Heard heard, String name) throws IOException {
    training()
        .run(
            plan(source),
            new TinyScenes(40, -1),
            folder.resolve(name + ".state"),
            folder.resolve(name + ".safetensors"),
            DataType.FLOAT16,
            heard);
  }

  private CaptionerTraining training() {
    return new CaptionerTraining(models, folder.resolve("cache"));
  }

  private static Plan plan(Source source) {
    EmbeddingNoise noise = source == Source.CAPTIONS ? EmbeddingNoise.CAPDEC : EmbeddingNoise.NONE;
    return new Plan(
        source,
        new CaptionerParts("vit", "lm"),
        MappingType.MLP,
        2,
        EXAMPLES,
        new CaptionRecipe(EPOCHS, 8, 1e-2, 2, 0, noise, 1));
  }

  /** Keeps what it hears, and dies after some steps. */
  private static final class Heard implements CaptionerTraining.Log {
    final List<Double> validations = new ArrayList<>();
    private final int dieAfter;
    private int steps;
    int embedded;

    Heard(int dieAfter) {
      this.dieAfter = dieAfter;
    }

    @Override
    public void embedded(int done, int total) {
      embedded = done;
    }

    @Override
    public void progress(Progress progress) {
      if (++steps == dieAfter) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void validated(int epoch, double loss, @Nullable Double recall) {
      validations.add(loss);
    }
  }
}
