package dev.attune.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.ClipInit;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.Activation;
import dev.attune.vision.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small transformer learns from a small ResNet, and goes on where it stopped. */
class FeatureDistillationTest {
  private static final int SIDE = 32;
  private static final ClipConfig TEACHER =
      new ClipConfig(
          new VisionConfig.ResNet(4, List.of(1, 1, 1, 1), 2),
          SIDE,
          8,
          4,
          10,
          8,
          1,
          1,
          Activation.QUICK_GELU);
  private static final ClipConfig STUDENT =
      FeatureDistillation.student(TEACHER, new VisionConfig.Vit(16, 3, 2, 8));

  @TempDir Path folder;

  @Test
  void learnsAndGoesOnToTheSameWeights() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip teacher = new Clip(TEACHER, ClipInit.draw(TEACHER, 1, manager));
      List<Double> losses = new ArrayList<>();
      TrainingLog keep = (step, steps, loss, speed) -> losses.add(loss);
      Clip whole = training(teacher, keep).train(manager, folder.resolve("whole"));
      assertThat(losses).hasSize(6);
      assertThat(losses.get(5)).isLessThan(0.8 * losses.get(0));

      Path checkpoint = folder.resolve("stopped");
      TrainingLog die =
          (step, steps, loss, speed) -> {
            if (step == 300) {
              throw new IllegalStateException("killed");
            }
          };
      try {
        training(teacher, die).train(manager, checkpoint);
      } catch (IllegalStateException e) {
        assertThat(Files.exists(checkpoint)).isTrue();
      }
      Clip resumed = training(teacher, keep).train(manager, checkpoint);
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

  @Test
  void stagesGoWithTheSameFeatures() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pictures = manager.randomNormal(new Shape(2, 3, SIDE, SIDE));
      for (ClipConfig config : List.of(TEACHER, STUDENT)) {
        Clip clip = new Clip(config, ClipInit.draw(config, 1, manager));
        NDList stages = clip.vision().encodeInStages(pictures);
        assertThat(stages.get(0).toFloatArray())
            .isEqualTo(clip.vision().encode(pictures, false).toFloatArray());
        assertThat(stages.subNDList(1).getShapes())
            .isEqualTo(
                config == TEACHER
                    ? new Shape[] {
                      new Shape(2, 16, 8, 8), new Shape(2, 32, 4, 4), new Shape(2, 64, 2, 2)
                    }
                    : new Shape[] {new Shape(2, 16, 4, 4), new Shape(2, 16, 4, 4)});
      }
    }
  }

  private static FeatureDistillation training(Clip teacher, TrainingLog log) {
    return new FeatureDistillation(
        new ClipRecipe(STUDENT, 300, 8, 3e-3, 10, 0.01, 1),
        teacher,
        FeatureDistillationTest::pair,
        log);
  }

  /** Squares of some colour somewhere. */
  private static CaptionedPictures.Pair pair(long index) {
    Random random = new Random(index);
    byte[] pixels = new byte[SIDE * SIDE * 3];
    int left = random.nextInt(SIDE / 2);
    int top = random.nextInt(SIDE / 2);
    int channel = random.nextInt(3);
    for (int y = top; y < top + SIDE / 2; y++) {
      for (int x = left; x < left + SIDE / 2; x++) {
        pixels[(y * SIDE + x) * 3 + channel] = (byte) 255;
      }
    }
    return new CaptionedPictures.Pair(new RgbImage(SIDE, SIDE, pixels), "", index, -1);
  }
}
